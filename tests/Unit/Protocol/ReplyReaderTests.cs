using System.Text;

namespace CacheStorm.UnitTests.Protocol;

public sealed class ReplyReaderTests
{
    [Fact]
    public void Every_type_is_read_back()
    {
        var writer = new ReplyWriter(3);
        writer.Map(2);
        writer.SimpleString("a"u8);
        writer.Set(1);
        writer.Integer(-5);
        writer.Bulk("b\r\n"u8);
        writer.Null();
        writer.Boolean(true);
        writer.Double(0.1);
        writer.BigNumber("123"u8);
        writer.Verbatim("txt"u8, "hi"u8);
        writer.Error("ERR no"u8);
        writer.Raw("$-1\r\n*-1\r\n!5\r\nERR x\r\n"u8);

        var reader = new ReplyReader(writer.ToArray());
        Assert.True(reader.Read());
        Assert.Equal((ReplyType.Map, 4), (reader.Type, reader.Count));
        Assert.True(reader.Read());
        Assert.Equal("a"u8, reader.Value);
        Assert.True(reader.Read());
        Assert.Equal((ReplyType.Set, 1), (reader.Type, reader.Count));
        Assert.True(reader.Read());
        Assert.Equal(-5, reader.Integer);
        Assert.True(reader.Read());
        Assert.Equal("b\r\n"u8, reader.Value);
        Assert.True(reader.Read());
        Assert.True(reader.IsNull);
        Assert.True(reader.Read());
        Assert.Equal((ReplyType.Boolean, 1), (reader.Type, reader.Integer));
        Assert.True(reader.Read());
        Assert.True(reader.TryGetDouble(out double value));
        Assert.Equal(0.1, value);
        Assert.True(reader.Read());
        Assert.Equal("123"u8, reader.Value);
        Assert.True(reader.Read());
        Assert.Equal("hi"u8, reader.Value);
        Assert.True(reader.Read());
        Assert.True(reader.IsError);
        Assert.Equal("ERR no"u8, reader.Value);
        Assert.True(reader.Read());
        Assert.True(reader.IsNull);
        Assert.True(reader.Read());
        Assert.True(reader is { IsNull: true, IsAggregate: false, Type: ReplyType.Array });
        Assert.True(reader.Read());
        Assert.True(reader.IsError);
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("*2\r\n*2\r\n:1\r\n:2\r\n%1\r\n+a\r\n*1\r\n:3\r\n:9\r\n")]
    [InlineData("*2\r\n|1\r\n+k\r\n+v\r\n:1\r\n:2\r\n:9\r\n")]
    [InlineData("*0\r\n:9\r\n")]
    [InlineData("$-1\r\n:9\r\n")]
    public void Children_can_be_skipped(string replies)
    {
        var reader = new ReplyReader(Encoding.Latin1.GetBytes(replies));
        Assert.True(reader.Read());
        reader.SkipChildren();
        Assert.True(reader.Read());
        Assert.Equal(9, reader.Integer);
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("+OK")]
    [InlineData("$5\r\nabc\r\n")]
    [InlineData("$-2\r\n")]
    [InlineData("$99999999999\r\n")]
    [InlineData("*9999999999\r\n")]
    [InlineData("%4611686018427387904\r\n")]
    [InlineData(":x\r\n")]
    [InlineData("x\r\n")]
    [InlineData("=2\r\nab\r\n")]
    public void Broken_replies_are_refused(string replies) => Assert.Throws<FormatException>(() =>
    {
        var reader = new ReplyReader(Encoding.Latin1.GetBytes(replies));
        reader.Read();
    });
}
