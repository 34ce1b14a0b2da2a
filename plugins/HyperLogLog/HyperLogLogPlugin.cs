[assembly: CacheStorm.CacheStormPlugin("hyperloglog", "1.0.0",
    Description = "Counts distinct elements approximately in 12 KiB at most, in Redis' own format.")]
