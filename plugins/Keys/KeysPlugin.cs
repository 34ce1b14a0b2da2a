using CacheStorm;

// Commands on keys of any type. The values belong to the plugins of their types; this one has no state, no settings and no services.
[assembly: CacheStormPlugin("keys", "1.0.0",
    Description = "Commands on keys of any type: deleting, renaming, copying, expiry, iteration, serialisation.")]
