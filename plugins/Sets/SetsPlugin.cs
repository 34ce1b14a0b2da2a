using CacheStorm;

// The set type and the commands on it. Values live in the store; the only state here is the settings and each thread's scratch.
[assembly: CacheStormPlugin("sets", "1.0.0",
    Description = "Redis' sets: membership, random members, and the algebra of several sets.")]
