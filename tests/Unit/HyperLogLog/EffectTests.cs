using CacheStorm.Plugins.HyperLogLog;
using CacheStorm.UnitTests.Commands;

namespace CacheStorm.UnitTests.HyperLogLog;

/// <summary>What the commands tell observers and pass on. PFCOUNT passes on that it keeps an estimate, and tells nobody.</summary>
public class EffectTests
{
    [Theory]
    [InlineData("PFADD k", true, "pfadd k")]
    [InlineData("PFADD k a", true, "pfadd k")]
    [InlineData("PFADD h a", false, "")]
    [InlineData("PFADD h", false, "")]
    [InlineData("PFADD h z", true, "pfadd h")]
    [InlineData("PFADD dense a", false, "")]
    [InlineData("PFADD dense z", true, "pfadd dense")]
    [InlineData("PFCOUNT h", true, "")]
    [InlineData("PFCOUNT counted", false, "")]
    [InlineData("PFCOUNT h dense", false, "")]
    [InlineData("PFCOUNT missing", false, "")]
    [InlineData("PFMERGE h", true, "pfadd h")]
    [InlineData("PFMERGE k h dense", true, "pfadd k")]
    [InlineData("PFDEBUG TODENSE h", true, "")]
    [InlineData("PFDEBUG TODENSE dense", false, "")]
    [InlineData("PFDEBUG GETREG h", true, "")]
    [InlineData("PFDEBUG DECODE h", false, "")]
    public void A_command_tells_and_passes_on(string command, bool passesOn, string events)
    {
        var calls = new PluginCalls(typeof(HyperLogLogSettings).Assembly, new HyperLogLogSettings());
        calls.Run("PFADD h a b c");
        calls.Run("PFADD dense a b c");
        calls.Run("PFDEBUG TODENSE dense", 2);
        calls.Run("PFADD counted a");
        calls.Run("PFCOUNT counted");

        calls.Run(command, command.StartsWith("PFDEBUG", StringComparison.Ordinal) ? 2 : 1);

        Assert.Equal(passesOn ? command : "", calls.Propagated);
        Assert.Equal(events, calls.Events);
    }
}
