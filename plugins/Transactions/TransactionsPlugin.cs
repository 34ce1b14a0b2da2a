// Commands, interceptors and observers are found by scanning; what they share is added here.
[assembly: CacheStorm.CacheStormPlugin("transactions", "1.0.0",
    Description = "MULTI, EXEC, DISCARD, WATCH and UNWATCH: several commands as one step, if nothing has changed meanwhile.")]
