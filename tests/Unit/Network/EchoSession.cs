using System.Collections.Concurrent;
using CacheStorm.Host.Network;

namespace CacheStorm.UnitTests.Network;

/// <summary>
/// A session with a handful of words: PING, ECHO x, BIG n, PARK (unparked by a posted message), QUIT, THROW.
/// </summary>
internal sealed class EchoSession(Connection connection, ProtocolLimits limits) : ConnectionSession
{
    private readonly RequestParser _parser = new(limits);
    private readonly RequestBatch _batch = new();
    private readonly ArgumentList _arguments = new();

    public Connection Connection => connection;

    public TaskCompletionSource<CloseReason> Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override long ExpectedBytes => _parser.ExpectedBytes;

    public OutputClass Class { get; set; } = OutputClass.Normal;

    public override OutputClass OutputClass => Class;

    public override int Process(byte[] buffer, int start, int count)
    {
        int total = 0;
        ParseStatus status = ParseStatus.BatchFull;
        while (status == ParseStatus.BatchFull && !connection.ShouldYield)
        {
            status = _parser.Parse(buffer, start + total, count - total, _batch, true, out int consumed);
            int done = 0;
            int end = start + total;
            for (; done < _batch.Count && !connection.ShouldYield; done++)
            {
                _batch.Select(done, buffer, _arguments);
                Run();
                end = _batch[done].End;
            }
            if (done < _batch.Count)
            {
                // Yielded in the middle: the rest is parsed again, which the parser must not mind.
                _parser.Reset();
                return end - start;
            }
            total += consumed;
            if (status == ParseStatus.ProtocolError)
            {
                connection.Output.Error(_parser.Error);
                connection.CloseAfterFlush();
            }
        }
        return total;
    }

    public override void OnClosed(CloseReason reason) => Closed.TrySetResult(reason);

    private void Run()
    {
        ReadOnlySpan<byte> name = _arguments[0];
        if (name.SequenceEqual("PING"u8))
            connection.Output.SimpleString("PONG"u8);
        else if (name.SequenceEqual("ECHO"u8))
            connection.Output.Bulk(_arguments[1]);
        else if (name.SequenceEqual("BIG"u8) && Numbers.TryParseInt64(_arguments[1], out long size))
            connection.Output.Bulk(new byte[size]);
        else if (name.SequenceEqual("PARK"u8))
            connection.PauseReading();
        else if (name.SequenceEqual("THROW"u8))
            throw new InvalidOperationException("as asked");
        else if (name.SequenceEqual("QUIT"u8))
        {
            connection.Output.Ok();
            connection.CloseAfterFlush();
        }
        else
            connection.Output.Error("ERR unknown"u8);
    }
}

/// <summary>Makes echo sessions, remembers them, and checks that one thread at a time works under a number.</summary>
internal sealed class EchoHandler : IConnectionHandler, IWorkerHooks
{
    private readonly int[] _inside = new int[64];

    public ProtocolLimits Limits { get; set; } = new();

    public ConcurrentQueue<EchoSession> Sessions { get; } = new();

    public ConcurrentQueue<Exception> Failures { get; } = new();

    public int Overlaps;

    public ConnectionSession Accept(Connection connection)
    {
        var session = new EchoSession(connection, Limits);
        Sessions.Enqueue(session);
        return session;
    }

    public void OnFailure(Connection connection, Exception failure) => Failures.Enqueue(failure);

    public void BatchBegin(int worker)
    {
        if (Interlocked.Increment(ref _inside[worker]) != 1)
            Interlocked.Increment(ref Overlaps);
    }

    public void BatchEnd(int worker) => Interlocked.Decrement(ref _inside[worker]);
}
