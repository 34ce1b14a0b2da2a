using System.Text;
using CacheStorm.Host.Network;

namespace CacheStorm.UnitTests.Network;

public sealed class PushOutboxTests
{
    [Theory]
    [InlineData(2, "+OK\r\n*1\r\n:1\r\n+line\r\n*2\r\n:1\r\n:2\r\n")]
    [InlineData(3, "+OK\r\n>1\r\n:1\r\n+line\r\n*2\r\n:1\r\n:2\r\n")]
    public void A_push_takes_the_form_that_the_client_speaks(int protocol, string expected)
    {
        var outbox = new PushOutbox();
        foreach (string message in (string[])[">1\r\n:1\r\n", "+line\r\n", "*2\r\n:1\r\n:2\r\n"])
            Assert.True(outbox.Add(Encoding.ASCII.GetBytes(message), 0, out _));
        var output = new ReplyWriter(protocol);
        output.Ok();
        outbox.MoveTo(output);
        Assert.Equal(expected, Encoding.ASCII.GetString(output.ToArray()));
        Assert.Equal(0, outbox.Count);
    }

    [Fact]
    public void More_than_the_limit_is_not_kept()
    {
        var outbox = new PushOutbox();
        Assert.True(outbox.Add(new byte[60], 100, out bool wasEmpty));
        Assert.True(wasEmpty);
        Assert.False(outbox.Add(new byte[60], 100, out _));
        Assert.True(outbox.HasOverflowed);
        Assert.Equal(0, outbox.Bytes);
        Assert.True(outbox.Add(new byte[60], 100, out wasEmpty));
        Assert.False(wasEmpty);
        Assert.Equal(0, outbox.Bytes);
    }
}
