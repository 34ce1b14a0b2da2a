[assembly: CacheStorm.CacheStormPlugin("lists", "1.0.0",
    Description = "Redis' lists: pushes and pops at both ends, ranges, moves, and clients that wait for an element.")]
