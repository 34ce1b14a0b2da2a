using CacheStorm.Plugins.Bitmaps;
using CacheStorm.UnitTests.Commands;
using CacheStorm.UnitTests.Configuration;

namespace CacheStorm.UnitTests.Bitmaps;

/// <summary>What bitmap commands tell observers and pass on: changes, and nothing else.</summary>
public class EffectTests
{
    [Theory]
    [InlineData("SETBIT k 7 0", true, "setbit k")]
    [InlineData("SETBIT s 1 0", true, "setbit s")]
    [InlineData("SETBIT s 1 1", false, "")]
    [InlineData("SETBIT s 70 0", true, "setbit s")]
    [InlineData("GETBIT s 70", false, "")]
    [InlineData("BITFIELD s GET u8 0", false, "")]
    [InlineData("BITFIELD s SET u8 0 116", false, "")]
    [InlineData("BITFIELD s SET u8 0 1 SET u8 0 2", true, "setbit s")]
    [InlineData("BITFIELD s OVERFLOW FAIL SET u8 0 256", false, "")]
    [InlineData("BITFIELD k OVERFLOW FAIL SET u8 0 256", true, "")]
    [InlineData("BITFIELD k SET u8 0 0", true, "setbit k")]
    [InlineData("BITFIELD s INCRBY u8 0 0", false, "")]
    [InlineData("BITOP NOT d s", true, "set d")]
    [InlineData("BITOP AND s s s", true, "set s")]
    [InlineData("BITOP OR s missing", true, "del s")]
    [InlineData("BITOP OR d missing", false, "")]
    [InlineData("BITCOUNT s", false, "")]
    [InlineData("BITPOS s 1", false, "")]
    public void A_command_tells_and_passes_on(string command, bool passesOn, string events)
    {
        var calls = new PluginCalls(typeof(BitmapsPlugin).Assembly, new BitmapLimits(new NoSettings()));
        calls.Run("BITFIELD s SET u8 0 116 SET u8 8 101 SET u8 16 120 SET u8 24 116"); // "text"

        calls.Run(command, command.StartsWith("BITOP", StringComparison.Ordinal) ? 2 : 1);

        Assert.Equal(passesOn ? command : "", calls.Propagated);
        Assert.Equal(events, calls.Events);
    }
}
