using System.Text;
using CsCheck;

namespace CacheStorm.UnitTests.Protocol;

public sealed class ReplyWriterTests
{
    public static TheoryData<string, string, string> Replies => new()
    {
        { "ok", "+OK\r\n", "+OK\r\n" },
        { "simple", "+a  b\r\n", "+a  b\r\n" },
        { "error", "-ERR bad  thing\r\n", "-ERR bad  thing\r\n" },
        { "integers", ":0\r\n:9\r\n:10\r\n:99\r\n:100\r\n:-1\r\n:9223372036854775807\r\n:-9223372036854775808\r\n", "=" },
        { "bulk", "$0\r\n\r\n$5\r\nhello\r\n$12\r\nhello, world\r\n", "=" },
        { "bulkInteger", "$2\r\n-5\r\n", "=" },
        { "null", "$-1\r\n", "_\r\n" },
        { "nullArray", "*-1\r\n", "_\r\n" },
        { "array", "*0\r\n*12345\r\n", "=" },
        { "map", "*4\r\n", "%2\r\n" },
        { "set", "*3\r\n", "~3\r\n" },
        { "push", "*3\r\n", ">3\r\n" },
        { "boolean", ":1\r\n:0\r\n", "#t\r\n#f\r\n" },
        { "double", "$3\r\n1.5\r\n$3\r\ninf\r\n", ",1.5\r\n,inf\r\n" },
        { "bulkNumber", "$19\r\n0.10000000000000001\r\n", "=" },
        { "bigNumber", "$20\r\n12345678901234567890\r\n", "(12345678901234567890\r\n" },
        { "verbatim", "$2\r\nhi\r\n", "=6\r\ntxt:hi\r\n" },
    };

    [Theory]
    [MemberData(nameof(Replies))]
    public void Every_type_in_both_protocols(string what, string resp2, string resp3)
    {
        Assert.Equal(resp2, Write(what, 2));
        Assert.Equal(resp3 == "=" ? resp2 : resp3, Write(what, 3));
    }

    [Fact]
    public void Attributes_are_for_RESP3_only()
    {
        var writer = new ReplyWriter(3);
        writer.Attribute(1);
        Assert.Equal("|1\r\n", Text(writer));
        Assert.Throws<InvalidOperationException>(() => new ReplyWriter(2).Attribute(1));
    }

    [Fact]
    public void Errors_are_counted_and_the_code_of_the_last_is_known()
    {
        var writer = new ReplyWriter();
        writer.Error("ERR one"u8);
        writer.Error("WRONGTYPE two"u8);
        Assert.Equal(2, writer.ErrorCount);
        Assert.Equal("WRONGTYPE"u8, writer.LastError);
    }

    [Fact]
    public void Any_sequence_of_bulks_comes_out_whole_whatever_the_chunks() =>
        Gen.Select(Gen.Frequency((8, Gen.Int[0, 300]), (2, Gen.Int[16_000, 17_000]), (1, Gen.Int[30_000, 200_000]))
            .Array[1, 60], Gen.Int[1, 50_000].Array[1, 5]).Sample((lengths, cuts) =>
        {
            var writer = new ReplyWriter();
            var expected = new MemoryStream();
            foreach (int length in lengths)
            {
                byte[] value = new byte[length];
                value.AsSpan().Fill((byte)length);
                writer.Bulk(value);
                expected.Write(Encoding.ASCII.GetBytes($"${length}\r\n"));
                expected.Write(value);
                expected.Write("\r\n"u8);
            }
            byte[] wire = expected.ToArray();
            Assert.Equal(wire.Length, writer.Length);
            Assert.Equal(wire, writer.ToArray());
            Assert.Equal(wire, Drain(writer, cuts));
            Assert.Equal(0, writer.Length);
        }, iter: 100);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 4000)]
    [InlineData(40, 1000)]
    [InlineData(2, 100_000)]
    public void Deferred_lengths_nest(int count, int size)
    {
        var writer = new ReplyWriter(3);
        var expected = new ReplyWriter(3);
        byte[] value = new byte[size];

        writer.Ok();
        DeferredLength outer = writer.DeferredArray();
        for (int i = 0; i < count; i++)
        {
            DeferredLength inner = i % 2 == 0 ? writer.DeferredMap() : writer.DeferredSet();
            for (int j = 0; j < i % 5; j++)
                writer.Bulk(value);
            writer.Complete(inner, i % 5);
        }
        writer.Complete(outer, count);
        writer.Ok();

        expected.Ok();
        expected.Array(count);
        for (int i = 0; i < count; i++)
        {
            if (i % 2 == 0)
                expected.Map(i % 5);
            else
                expected.Set(i % 5);
            for (int j = 0; j < i % 5; j++)
                expected.Bulk(value);
        }
        expected.Ok();

        Assert.Equal(expected.Length, writer.Length);
        Assert.Equal(expected.ToArray(), writer.ToArray());
        Assert.Equal(expected.ToArray(), Drain(writer, [777]));
    }

    [Fact]
    public void A_deferred_map_is_an_array_twice_as_long_in_RESP2()
    {
        var writer = new ReplyWriter(2);
        DeferredLength map = writer.DeferredMap();
        writer.Ok();
        writer.Ok();
        writer.Complete(map, 1);
        Assert.Equal("*2\r\n+OK\r\n+OK\r\n", Text(writer));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(16_000)]
    [InlineData(100_000)]
    public void Rewind_takes_back_what_was_written_since(int size)
    {
        foreach (int before in new[] { 0, 10, 16_370, 50_000 })
        {
            var writer = new ReplyWriter();
            if (before > 0)
                writer.Bulk(new byte[before]);
            byte[] kept = writer.ToArray();
            ReplyCheckpoint checkpoint = writer.Checkpoint();
            Assert.False(writer.HasWrittenSince(checkpoint));

            DeferredLength deferred = writer.DeferredArray();
            for (int i = 0; i < 4; i++)
                writer.Bulk(new byte[size]);
            writer.Complete(deferred, 4);
            Assert.True(writer.HasWrittenSince(checkpoint));
            writer.Rewind(checkpoint);
            Assert.Equal(kept, writer.ToArray());

            writer.Ok();
            Assert.Equal([.. kept, .. "+OK\r\n"u8], writer.ToArray());
            Assert.Equal([.. kept, .. "+OK\r\n"u8], Drain(writer, [1000]));
        }
    }

    [Fact]
    public void Writing_and_draining_allocates_nothing_after_warm_up()
    {
        var writer = new ReplyWriter(ReplyChunkPool.ForOneThread());
        byte[] value = new byte[100];
        for (int round = 0; round < 2; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 500; i++)
            {
                DeferredLength deferred = writer.DeferredArray();
                writer.Bulk(value);
                writer.Integer(i);
                writer.Double(i / 7.0);
                writer.Complete(deferred, 3);
                writer.Consume(writer.Length);
            }
            if (round == 1)
                Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        }
    }

    private static string Write(string what, int protocol)
    {
        var w = new ReplyWriter(protocol);
        switch (what)
        {
            case "ok": w.Ok(); break;
            case "simple": w.SimpleString("a\r\nb"u8); break;
            case "error": w.Error("ERR bad\r\nthing"u8); break;
            case "integers":
                foreach (long value in new[] { 0, 9, 10, 99, 100, -1, long.MaxValue, long.MinValue })
                    w.Integer(value);
                break;
            case "bulk": w.Bulk([]); w.Bulk("hello"u8); w.Bulk("hello, world"u8); break;
            case "bulkInteger": w.BulkInteger(-5); break;
            case "null": w.Null(); break;
            case "nullArray": w.NullArray(); break;
            case "array": w.Array(0); w.Array(12345); break;
            case "map": w.Map(2); break;
            case "set": w.Set(3); break;
            case "push": w.Push(3); break;
            case "boolean": w.Boolean(true); w.Boolean(false); break;
            case "double": w.Double(1.5); w.Double(double.PositiveInfinity); break;
            case "bulkNumber": w.BulkNumber(0.1); break;
            case "bigNumber": w.BigNumber("12345678901234567890"u8); break;
            case "verbatim": w.Verbatim("txt"u8, "hi"u8); break;
        }
        return Text(w);
    }

    private static string Text(ReplyWriter writer) => Encoding.Latin1.GetString(writer.ToArray());

    /// <summary>Takes the bytes the way a transport does: as many as the socket took, segment by segment.</summary>
    private static byte[] Drain(ReplyWriter writer, int[] cuts)
    {
        var drained = new MemoryStream();
        for (int i = 0; writer.Length > 0; i++)
        {
            int want = (int)Math.Min(cuts[i % cuts.Length], writer.Length);
            int left = want;
            for (int s = 0; s < writer.SegmentCount && left > 0; s++)
            {
                ArraySegment<byte> segment = writer.GetSegment(s);
                int take = Math.Min(left, segment.Count);
                drained.Write(segment.AsSpan(0, take));
                left -= take;
            }
            writer.Consume(want);
        }
        return drained.ToArray();
    }
}
