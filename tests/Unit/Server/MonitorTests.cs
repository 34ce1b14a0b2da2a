using System.Buffers;
using System.Text;
using CacheStorm.Plugins.Server;
using CacheStorm.UnitTests.Connections;

namespace CacheStorm.UnitTests.Server;

public sealed class MonitorTests
{
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("plain text~", "\"plain text~\"")]
    [InlineData("\\ \"", "\"\\\\ \\\"\"")]
    [InlineData("\n\r\t\a\b", "\"\\n\\r\\t\\a\\b\"")]
    [InlineData("\0\u001f\u007f", "\"\\x00\\x1f\\x7f\"")]
    [InlineData("ÿ", "\"\\xff\"")]
    [InlineData("a\nb", "\"a\\nb\"")]
    public void Bytes_are_quoted_as_Redis_quotes_them(string latin1, string quoted)
    {
        var text = new ArrayBufferWriter<byte>();
        QuotedText.Append(text, Encoding.Latin1.GetBytes(latin1));
        Assert.Equal(quoted, Encoding.ASCII.GetString(text.WrittenSpan));
    }

    [Fact]
    public void A_line_says_when_where_who_and_what()
    {
        var client = new FakeSession(1) { Namespace = 3 };
        Assert.Equal("+1700000000.000456 [3 127.0.0.1:50000] \"SET\" \"k\" \"v w\"\r\n", Line(client, "set", "SET", "k", "v w"));
    }

    [Theory]
    [InlineData("auth", "AUTH user pass", "\"AUTH\" \"(redacted)\" \"(redacted)\"")]
    [InlineData("hello", "HELLO 3 AUTH user pass SETNAME x", "\"HELLO\" \"3\" \"AUTH\" \"(redacted)\" \"(redacted)\" \"SETNAME\" \"x\"")]
    [InlineData("hello", "hello 3 setname x", "\"hello\" \"3\" \"setname\" \"x\"")]
    [InlineData("migrate", "MIGRATE h 1 k 0 10 AUTH2 u p", "\"MIGRATE\" \"h\" \"1\" \"k\" \"0\" \"10\" \"AUTH2\" \"(redacted)\" \"(redacted)\"")]
    [InlineData("set", "SET auth secret", "\"SET\" \"auth\" \"secret\"")]
    public void Passwords_are_not_shown(string command, string request, string shown)
        => Assert.EndsWith("] " + shown + "\r\n", Line(new FakeSession(1), command, request.Split(' ')), StringComparison.Ordinal);

    private static string Line(ClientSession client, string command, params string[] arguments)
    {
        ArgumentList request = ArgumentList.Of([.. arguments.Select(Encoding.UTF8.GetBytes)]);
        return Encoding.UTF8.GetString(MonitorLine.Of(request, command, client, 1_700_000_000_000_456, isScripted: false));
    }
}
