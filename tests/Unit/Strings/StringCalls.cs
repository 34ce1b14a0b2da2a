using CacheStorm.Plugins.Strings;
using CacheStorm.UnitTests.Commands;
using CacheStorm.UnitTests.Configuration;

namespace CacheStorm.UnitTests.Strings;

/// <summary>Runs the handlers of the plugin on a store.</summary>
internal sealed class StringCalls() : PluginCalls(typeof(StringsPlugin).Assembly, new StringLimits(new NoSettings()));
