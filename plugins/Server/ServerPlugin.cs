[assembly: CacheStorm.CacheStormPlugin("server", "0.1.0",
    Description = "Looking into the server and running it: INFO, CONFIG, MEMORY, DEBUG, plugins.")]
