using CacheStorm.Plugins.Server;
using CacheStorm.UnitTests.Connections;

namespace CacheStorm.UnitTests.Server;

/// <summary>The frames are those of redis-server 7.0.</summary>
public sealed class ProtocolSampleTests
{
    [Theory]
    [InlineData("string", "$11\r\nHello World\r\n", "$11\r\nHello World\r\n")]
    [InlineData("integer", ":12345\r\n", ":12345\r\n")]
    [InlineData("double", "$5\r\n3.141\r\n", ",3.141\r\n")]
    [InlineData("bignum", "$37\r\n1234567999999999999999999999999999999\r\n", "(1234567999999999999999999999999999999\r\n")]
    [InlineData("null", "$-1\r\n", "_\r\n")]
    [InlineData("array", "*3\r\n:0\r\n:1\r\n:2\r\n", "*3\r\n:0\r\n:1\r\n:2\r\n")]
    [InlineData("set", "*3\r\n:0\r\n:1\r\n:2\r\n", "~3\r\n:0\r\n:1\r\n:2\r\n")]
    [InlineData("map", "*6\r\n:0\r\n:0\r\n:1\r\n:1\r\n:2\r\n:0\r\n", "%3\r\n:0\r\n#f\r\n:1\r\n#t\r\n:2\r\n#f\r\n")]
    [InlineData("attrib", "$39\r\nSome real reply following the attribute\r\n",
        "|1\r\n$14\r\nkey-popularity\r\n*2\r\n$7\r\nkey:123\r\n:90\r\n$39\r\nSome real reply following the attribute\r\n")]
    [InlineData("push", "-ERR RESP2 is not supported by this command\r\n",
        ">2\r\n$16\r\nserver-cpu-usage\r\n:42\r\n$40\r\nSome real reply following the push reply\r\n")]
    [InlineData("verbatim", "$25\r\nThis is a verbatim\nstring\r\n", "=29\r\ntxt:This is a verbatim\nstring\r\n")]
    [InlineData("TRUE", ":1\r\n", "#t\r\n")]
    [InlineData("False", ":0\r\n", "#f\r\n")]
    public void Every_type_in_both_protocols(string type, string resp2, string resp3)
    {
        Assert.Equal(resp2, Reply(type, 2));
        Assert.Equal(resp3, Reply(type, 3));
    }

    [Fact]
    public void Another_type_is_refused_with_the_list_of_those_there_are()
        => Assert.StartsWith("-ERR Wrong protocol type name.", Reply("nosuch", 3), StringComparison.Ordinal);

    private static string Reply(string type, int protocol)
    {
        CommandContext context = FakeCalls.Context(new FakeSession(1) { Protocol = protocol }, "DEBUG PROTOCOL " + type);
        ProtocolSamples.Write(context);
        return FakeCalls.ReplyOf(context);
    }
}
