using CacheStorm;

[assembly: CacheStormPlugin("hashes", "1.0.0",
    Description = "Redis' hashes: fields with values, and with an expiry of their own.")]
