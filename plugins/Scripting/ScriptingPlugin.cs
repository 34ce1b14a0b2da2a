[assembly: System.Runtime.CompilerServices.DisableRuntimeMarshalling]
[assembly: CacheStorm.CacheStormPlugin("scripting", "1.0.0",
    Description = "Lua scripts inside the server: EVAL and its kin, as Redis 7.0 runs them.")]
