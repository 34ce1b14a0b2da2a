using BenchmarkDotNet.Attributes;
using CacheStorm.Host.Network;

namespace CacheStorm.Benchmarks;

/// <summary>What a request costs before it is run and its reply after that; figures are for one command.</summary>
[MemoryDiagnoser]
public class ParserBenchmarks
{
    private const int Commands = 16;

    private readonly RequestParser _parser = new(new ProtocolLimits());
    private readonly RequestBatch _batch = new();
    private readonly ReplyWriter _writer = new();
    private readonly byte[] _value = new byte[32];
    private byte[] _gets = [];
    private byte[] _sets = [];
    private byte[] _lines = [];

    [GlobalSetup]
    public void Setup()
    {
        _gets = Wire("GET"u8.ToArray(), new byte[16]);
        _sets = Wire("SET"u8.ToArray(), new byte[16], new byte[32]);
        _lines = new byte[Commands * "PING\r\n".Length];
        for (int i = 0; i < Commands; i++)
            "PING\r\n"u8.CopyTo(_lines.AsSpan(i * "PING\r\n".Length));
    }

    [Benchmark(OperationsPerInvoke = Commands)]
    public int Parse_get() => Parse(_gets);

    [Benchmark(OperationsPerInvoke = Commands)]
    public int Parse_set() => Parse(_sets);

    [Benchmark(OperationsPerInvoke = Commands)]
    public int Parse_line() => Parse(_lines);

    [Benchmark(OperationsPerInvoke = Commands)]
    public long Reply_ok()
    {
        for (int i = 0; i < Commands; i++)
            _writer.Ok();
        return Drain();
    }

    [Benchmark(OperationsPerInvoke = Commands)]
    public long Reply_integer()
    {
        for (int i = 0; i < Commands; i++)
            _writer.Integer(i * 1000);
        return Drain();
    }

    [Benchmark(OperationsPerInvoke = Commands)]
    public long Reply_bulk()
    {
        for (int i = 0; i < Commands; i++)
            _writer.Bulk(_value);
        return Drain();
    }

    [Benchmark(OperationsPerInvoke = Commands)]
    public long Reply_double()
    {
        for (int i = 0; i < Commands; i++)
            _writer.Double(i / 7.0);
        return Drain();
    }

    private long Drain()
    {
        long length = _writer.Length;
        _writer.Reset();
        return length;
    }

    private int Parse(byte[] wire)
    {
        int position = 0;
        while (position < wire.Length)
        {
            _parser.Parse(wire, position, wire.Length - position, _batch, authenticated: true, out int consumed);
            position += consumed;
        }
        return _batch.Count;
    }

    private static byte[] Wire(params byte[][] command)
    {
        var writer = new ReplyWriter();
        for (int i = 0; i < Commands; i++)
        {
            writer.Array(command.Length);
            foreach (byte[] argument in command)
                writer.Bulk(argument);
        }
        return writer.ToArray();
    }
}
