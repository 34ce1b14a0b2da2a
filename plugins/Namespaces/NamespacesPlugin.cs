using CacheStorm;

[assembly: CacheStormPlugin("namespaces", "1.0.0",
    Description = "Keyspaces with names, each with a default expiry, a quota and an eviction policy of its own.")]
