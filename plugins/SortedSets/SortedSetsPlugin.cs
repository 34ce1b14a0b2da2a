using CacheStorm;

[assembly: CacheStormPlugin("sortedsets", "1.0.0",
    Description = "Redis' sorted sets: the type and its commands.")]
