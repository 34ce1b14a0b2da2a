[assembly: CacheStorm.CacheStormPlugin("hotkeys", "1.0.0",
    Description = "Which keys are used most: always, from a sample, and measured exactly for a while, as in Redis 8.6.")]
