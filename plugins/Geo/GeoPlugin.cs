[assembly: CacheStorm.CacheStormPlugin("geo", "1.0.0",
    Description = "Redis' geospatial commands: positions kept in sorted sets, found again by circle and by box.")]
