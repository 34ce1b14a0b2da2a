#if NEEDY
[assembly: CacheStorm.CacheStormPlugin("test.reload", "2.0.0", Requires = ["test.absent"])]
#elif FIRST
[assembly: CacheStorm.CacheStormPlugin("test.reload", "1.0.0", Description = "Is exchanged for another build of itself.")]
#else
[assembly: CacheStorm.CacheStormPlugin("test.reload", "2.0.0", Description = "Is exchanged for another build of itself.")]
#endif

namespace CacheStorm.TestPlugins.Reload;

/// <summary>Which build this is.</summary>
internal static class Build
{
#if FIRST
    public const int Number = 1;
#else
    public const int Number = 2;
#endif
}
