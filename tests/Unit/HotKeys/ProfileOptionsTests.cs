using System.Text;
using CacheStorm.Plugins.HotKeys;

namespace CacheStorm.UnitTests.HotKeys;

/// <summary>What HOTKEYS START understands, and what it says when it does not.</summary>
public sealed class ProfileOptionsTests
{
    [Theory]
    [InlineData("METRICS 1 CPU", 1, 10, 0, 1)]
    [InlineData("metrics 2 net cpu", 3, 10, 0, 1)]
    [InlineData("METRICS 2 GPU NET COUNT 64", 2, 64, 0, 1)]
    [InlineData("METRICS 2 CPU NET COUNT 1 DURATION 60 SAMPLE 7", 3, 1, 60_000, 7)]
    [InlineData("METRICS 1 NET SAMPLE 2147483647 SAMPLE 5 DURATION 1000000", 2, 10, 1_000_000_000, 5)]
    public void Understood(string text, int metrics, int count, long duration, int ratio)
    {
        Assert.True(ProfileOptions.TryParse(Request(text), out ProfileOptions options, out _));
        Assert.Equal(new ProfileOptions((ProfileMetrics)metrics, count, duration, ratio), options);
    }

    [Theory]
    [InlineData("", "ERR METRICS parameter is required")]
    [InlineData("METRICS", "ERR METRICS parameter is required")]
    [InlineData("COUNT 5 METRICS 1 CPU", "ERR METRICS parameter is required")]
    [InlineData("METRICS 0", "ERR METRICS count must be > 0 and <= 2")]
    [InlineData("METRICS x CPU", "ERR METRICS count must be > 0 and <= 2")]
    [InlineData("METRICS 3 CPU NET", "ERR METRICS count must be > 0 and <= 2")]
    [InlineData("METRICS 2 CPU", "ERR METRICS count does not match number of metric types provided")]
    [InlineData("METRICS 1 CPU NET", "ERR syntax error")]
    [InlineData("METRICS 1 GPU", "ERR METRICS no valid metrics passed. Supported: CPU|NET")]
    [InlineData("METRICS 2 CPU CPU", "ERR METRICS CPU defined more than once!")]
    [InlineData("METRICS 2 NET NET", "ERR METRICS NET defined more than once!")]
    [InlineData("METRICS 1 CPU COUNT 0", "ERR COUNT must be between 1 and 64")]
    [InlineData("METRICS 1 CPU COUNT 65", "ERR COUNT must be between 1 and 64")]
    [InlineData("METRICS 1 CPU COUNT", "ERR syntax error")]
    [InlineData("METRICS 1 CPU DURATION 0", "ERR DURATION must be between 1 and 1000000")]
    [InlineData("METRICS 1 CPU DURATION 1000001", "ERR DURATION must be between 1 and 1000000")]
    [InlineData("METRICS 1 CPU SAMPLE 0", "ERR SAMPLE ratio must be positive")]
    [InlineData("METRICS 1 CPU SAMPLE -1", "ERR SAMPLE ratio must be positive")]
    [InlineData("METRICS 1 CPU SLOTS 1 0", "ERR SLOTS parameter cannot be used in non-cluster mode")]
    [InlineData("METRICS 1 CPU WHATEVER 1", "ERR syntax error")]
    public void Refused(string text, string expected)
    {
        Assert.False(ProfileOptions.TryParse(Request(text), out _, out ReadOnlySpan<byte> error));
        Assert.Equal(expected, Encoding.UTF8.GetString(error));
    }

    private static ArgumentList Request(string text)
    {
        var words = new ArgumentListBuilder();
        words.Add("HOTKEYS"u8).Add("START"u8);
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            words.Add(Encoding.UTF8.GetBytes(word));
        return words.Arguments;
    }
}
