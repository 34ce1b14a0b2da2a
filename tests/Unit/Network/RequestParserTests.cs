using CsCheck;

namespace CacheStorm.UnitTests.Network;

public sealed class RequestParserTests
{
    private static readonly string[] s_pieces =
    [
        "*", "$", "1", "3", "-", "0", "9999", "\r", "\n", "\r\n", "\0", " ", "a", "\"", "'", "\\x4", "*1\r\n", "$1\r\n",
    ];

    private static readonly Gen<byte[]> Argument = Gen.Byte.Array[0, 40];
    private static readonly Gen<byte[][]> Command = Argument.Array[1, 12];

    [Fact]
    public void However_the_bytes_are_split_the_same_commands_come_out() =>
        Gen.Select(Command.Array[1, 20], Gen.Int[1, 17].Array[1, 30]).Sample((commands, cuts) =>
        {
            byte[] wire = Encode(commands);
            Same(commands, new ParserFixture().Feed(wire));
            Same(commands, FeedInPieces(wire, [1]));
            Same(commands, FeedInPieces(wire, cuts));
            Same(commands, new ParserFixture(batchSize: 2).Feed(wire));
        }, iter: 400);

    [Theory]
    [InlineData("PING\r\n", "PING")]
    [InlineData("PING\n", "PING")]
    [InlineData("\r\n\r\n\nPING\r\n", "PING")]
    [InlineData("  GET   a\t b \r\n", "GET,a,b")]
    [InlineData("*0\r\n*-1\r\n*-7\r\nPING\r\n", "PING")]
    [InlineData("*1\r\n$4\r\nPING\r\nECHO hi\r\n*1\r\n$0\r\n\r\n", "PING;ECHO,hi;")]
    [InlineData("ECHO \"a b\\n\\x41\\xZZ\\q\"\r\n", "ECHO,a b\nAxZZq")]
    [InlineData("ECHO 'a \\'b\\n'\r\n", "ECHO,a 'b\\n")]
    [InlineData("ECHO a\"b c\"\r\n", "ECHO,ab c")]
    [InlineData("ECHO \"\" ''\r\n", "ECHO,,")]
    [InlineData("*1\r\n$1000\r\n", "")]
    public void Commands_are_found(string wire, string expected)
    {
        ParserFixture whole = new ParserFixture().Feed(wire);
        Assert.Null(whole.Error);
        Assert.Equal(expected, whole.Text());

        ParserFixture pieces = FeedInPieces(System.Text.Encoding.Latin1.GetBytes(wire), [1]);
        Assert.Null(pieces.Error);
        Assert.Equal(expected, pieces.Text());
    }

    [Theory]
    [InlineData("*1\r\n$-5\r\n", "ERR Protocol error: invalid bulk length")]
    [InlineData("*1\r\n$999999999999\r\n", "ERR Protocol error: invalid bulk length")]
    [InlineData("*1\r\n$\r\n", "ERR Protocol error: invalid bulk length")]
    [InlineData("*1\r\n$03\r\n", "ERR Protocol error: invalid bulk length")]
    [InlineData("*1\r\n$+3\r\n", "ERR Protocol error: invalid bulk length")]
    [InlineData("*x\r\n", "ERR Protocol error: invalid multibulk length")]
    [InlineData("*\r\n", "ERR Protocol error: invalid multibulk length")]
    [InlineData("*2147483648\r\n", "ERR Protocol error: invalid multibulk length")]
    [InlineData("*99999999999999999999999\r\n", "ERR Protocol error: invalid multibulk length")]
    [InlineData("*1\r\nPING\r\n", "ERR Protocol error: expected '$', got 'P'")]
    [InlineData("*1\r\n\r\n", "ERR Protocol error: expected '$', got '\r'")]
    [InlineData("*2\r\n$4\r\nECHO\r\n:1\r\n", "ERR Protocol error: expected '$', got ':'")]
    [InlineData("ECHO \"a\r\n", "ERR Protocol error: unbalanced quotes in request")]
    [InlineData("ECHO \"a\"b\r\n", "ERR Protocol error: unbalanced quotes in request")]
    [InlineData("ECHO 'a\r\n", "ERR Protocol error: unbalanced quotes in request")]
    public void Hostile_frames_end_with_the_error_of_Redis(string wire, string error)
    {
        Assert.Equal(error, new ParserFixture().Feed("PING\r\n" + wire).Error);
        ParserFixture pieces = FeedInPieces(System.Text.Encoding.Latin1.GetBytes("PING\r\n" + wire), [1]);
        Assert.Equal(error, pieces.Error);
        Assert.Equal("PING", pieces.Text());
    }

    [Fact]
    public void Whatever_comes_the_parser_neither_throws_nor_disagrees_with_itself() =>
        Gen.Int[0, s_pieces.Length - 1].Select(index => s_pieces[index])
            .Array[1, 30].Sample(pieces =>
        {
            byte[] wire = System.Text.Encoding.Latin1.GetBytes(string.Concat(pieces));
            ParserFixture whole = new ParserFixture().Feed(wire);
            ParserFixture single = FeedInPieces(wire, [1]);
            Assert.Equal(whole.Text(), single.Text());
            Assert.Equal(whole.Error, single.Error);
        }, iter: 20_000);

    [Theory]
    [InlineData("a", "", "ERR Protocol error: too big inline request")]
    [InlineData("1", "*", "ERR Protocol error: too big mbulk count string")]
    [InlineData("1", "*1\r\n$", "ERR Protocol error: too big bulk count string")]
    public void Endless_lines_are_refused(string letter, string before, string error)
    {
        var fixture = new ParserFixture().Feed(before);
        for (int i = 0; i < 17 && fixture.Error is null; i++)
            fixture.Feed(new string(letter[0], 4096));
        Assert.Equal(error, fixture.Error);
    }

    [Fact]
    public void Strangers_are_held_short()
    {
        Assert.Equal("ERR Protocol error: unauthenticated multibulk length",
            new ParserFixture(authenticated: false).Feed("*11\r\n").Error);
        Assert.Equal("ERR Protocol error: unauthenticated bulk length",
            new ParserFixture(authenticated: false).Feed("*1\r\n$16385\r\n").Error);
        Assert.Null(new ParserFixture(authenticated: false).Feed("*10\r\n$16384\r\n").Error);
    }

    [Fact]
    public void A_declared_gigabyte_costs_nothing_before_it_comes()
    {
        var fixture = new ParserFixture();
        fixture.Limits.MaxBulkLength = 1L << 30;
        long before = GC.GetAllocatedBytesForCurrentThread();
        fixture.Feed("*2147483647\r\n$1073741824\r\nabc");
        Assert.Null(fixture.Error);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 * 1024);
        Assert.Equal((1L << 30) + "*2147483647\r\n$1073741824\r\n".Length + 2, fixture.Parser.ExpectedBytes);
    }

    [Fact]
    public void Parsing_whole_commands_allocates_nothing()
    {
        byte[] wire = Encode([["SET"u8.ToArray(), new byte[16], new byte[32]], ["GET"u8.ToArray(), new byte[16]]]);
        var batch = new CacheStorm.Host.Network.RequestBatch();
        var parser = new CacheStorm.Host.Network.RequestParser(new());
        parser.Parse(wire, 0, wire.Length, batch, true, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            parser.Parse(wire, 0, wire.Length, batch, true, out _);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(2, batch.Count);
    }

    internal static byte[] Encode(byte[][][] commands)
    {
        var writer = new ReplyWriter();
        foreach (byte[][] command in commands)
        {
            writer.Array(command.Length);
            foreach (byte[] argument in command)
                writer.Bulk(argument);
        }
        return writer.ToArray();
    }

    private static ParserFixture FeedInPieces(byte[] wire, int[] cuts)
    {
        var fixture = new ParserFixture();
        for (int position = 0, i = 0; position < wire.Length; i++)
        {
            int length = Math.Min(cuts[i % cuts.Length], wire.Length - position);
            fixture.Feed(wire.AsSpan(position, length));
            position += length;
        }
        return fixture;
    }

    private static void Same(byte[][][] expected, ParserFixture actual)
    {
        Assert.Null(actual.Error);
        Assert.Equal(0, actual.Leftover);
        Assert.Equal(expected, actual.Commands);
    }
}
