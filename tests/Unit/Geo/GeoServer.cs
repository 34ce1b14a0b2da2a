using CacheStorm.Plugins.Geo;
using CacheStorm.Plugins.SortedSets;
using CacheStorm.Plugins.SortedSets.Data;
using CacheStorm.UnitTests.Commands;

namespace CacheStorm.UnitTests.Geo;

/// <summary>Runs the handlers of the plugin on a store that knows sorted sets, or does not.</summary>
internal sealed class GeoServer : PluginCalls
{
    public GeoServer(bool hasSortedSets = true)
        : base(typeof(AddCommand).Assembly)
    {
        if (hasSortedSets)
            Provide(new ZSetType(new SortedSetSettings()));
    }
}
