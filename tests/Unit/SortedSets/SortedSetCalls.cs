using CacheStorm.Plugins.SortedSets;
using CacheStorm.Plugins.SortedSets.Data;
using CacheStorm.UnitTests.Commands;

namespace CacheStorm.UnitTests.SortedSets;

/// <summary>Runs the handlers of the plugin on a store.</summary>
internal sealed class SortedSetCalls : PluginCalls
{
    public SortedSetCalls()
        : base(typeof(ZSetType).Assembly) => Provide(new ZSetType(new SortedSetSettings()));
}
