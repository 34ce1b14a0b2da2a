[assembly: CacheStorm.CacheStormPlugin("eviction", "1.0.0",
    Description = "What goes when memory is full: Redis' eight policies, and W-TinyLFU.")]
