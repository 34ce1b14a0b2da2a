using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Runtime.InteropServices;

namespace CacheStorm.Host.Network.Pipes;

/// <summary>
/// A client behind a pair of pipes. Its owner is the loop in <see cref="RunAsync"/>: one thing happens at a time, on
/// whichever pool thread goes on with it; the session runs under the turn of its worker.
/// </summary>
internal sealed class PipeConnection : Connection
{
    private static readonly TimeSpan s_outputCheck = TimeSpan.FromSeconds(1);

    private readonly PipeWorker _worker;
    private readonly IDuplexPipe _pipe;
    private readonly ConcurrentQueue<(Action<Connection, object?> Callback, object? State)> _posted = new();
    private volatile bool _timeIsDue;
    private bool _hasEnded;

    public PipeConnection(NetworkServer server, PipeWorker worker, IDuplexPipe pipe, PipePeer peer)
        : base(server, worker.Index, ReplyChunkPool.Shared)
    {
        _worker = worker;
        _pipe = pipe;
        RemoteEndPoint = peer.Remote;
        LocalEndPoint = peer.Local;
        IsLocal = peer.IsLocal;
        IsUnixSocket = peer.IsUnixSocket;
        IsTls = peer.IsTls;
        CertificateSubject = peer.CertificateSubject;
        Descriptor = peer.Descriptor;
    }

    public override int Descriptor { get; }

    public override string? CertificateSubject { get; }

    public override bool Post(Action<Connection, object?> callback, object? state = null)
    {
        if (IsClosing)
            return false;
        _posted.Enqueue((callback, state));
        Wake();
        return true;
    }

    /// <summary>About once a second. Any thread.</summary>
    public void Tick()
    {
        _timeIsDue = true;
        Wake();
    }

    /// <summary>Serves the client until it is gone.</summary>
    public async Task RunAsync()
    {
        lock (_worker.Turn)
            Begin();
        try
        {
            await ServeAsync().ConfigureAwait(false);
        }
        finally
        {
            lock (_worker.Turn)
                Finish();
        }
    }

    public override void ServeOthers()
    {
        // The turn is held by this very thread, and the others know that the worker is busy.
        _worker.Turn.Exit();
        Thread.Sleep(1);
        _worker.Turn.Enter();
    }

    /// <summary>
    /// The loop goes on where it is woken, and takes its worker's turn there: never on a thread that holds another turn, or locks.
    /// </summary>
    private protected override void Wake() =>
        ThreadPool.UnsafeQueueUserWorkItem(static connection => connection._pipe.Input.CancelPendingRead(), this, preferLocal: false);

    private async Task ServeAsync()
    {
        await SettleAsync().ConfigureAwait(false);
        while (!IsClosing)
        {
            ReadResult result;
            try
            {
                result = await _pipe.Input.ReadAsync().ConfigureAwait(false);
            }
            catch (Exception broken) when (broken is IOException or ObjectDisposedException or OperationCanceledException)
            {
                Close(CloseReason.Disconnected);
                return;
            }

            if (_timeIsDue)
            {
                _timeIsDue = false;
                CheckTime(Environment.TickCount64);
            }
            RunPosted();
            Take(result);
            await SettleAsync().ConfigureAwait(false);
        }
    }

    private void Take(ReadResult result)
    {
        ReadOnlySequence<byte> arrived = result.Buffer;
        if (IsPaused && Input.Count >= ReadAhead && !result.IsCompleted)
        {
            _pipe.Input.AdvanceTo(arrived.Start, arrived.End);
            return;
        }

        if (!arrived.IsEmpty)
        {
            CountInput((int)arrived.Length, Environment.TickCount64);
            lock (_worker.Turn)
                Run(arrived);
        }
        _pipe.Input.AdvanceTo(arrived.End);
        if (!result.IsCompleted)
            return;
        _hasEnded = true;
        if (IsPaused)
            Close(CloseReason.Disconnected);
    }

    private void Run(ReadOnlySequence<byte> arrived)
    {
        if (arrived.IsSingleSegment && Input.Count == 0
            && MemoryMarshal.TryGetArray(arrived.First, out ArraySegment<byte> bytes))
        {
            RunFrom(bytes.Array!, bytes.Offset, bytes.Count);
            return;
        }
        foreach (ReadOnlyMemory<byte> piece in arrived)
        {
            Input.MakeRoom(Session.ExpectedBytes);
            Input.Append(piece.Span);
        }
        RunArrived();
    }

    private void RunPosted()
    {
        for (int i = _posted.Count; i > 0 && _posted.TryDequeue(out var item); i--)
        {
            lock (_worker.Turn)
                RunPosted(item.Callback, item.State);
        }
    }

    private async ValueTask SettleAsync()
    {
        do
        {
            GatherOutput();
            if (Output.Length > 0)
                await FlushAsync().ConfigureAwait(false);
        }
        while (RunHeldInTurn());

        if (_hasEnded && IsPaused)
            Close(CloseReason.Disconnected); // parked by the last of its commands, with nobody left to wake
        else if (_hasEnded && !HasHeldInput)
            CloseAfterFlush(CloseReason.Disconnected);
        PublishBuffers();
    }

    private bool RunHeldInTurn()
    {
        if (!HasHeldInput || ShouldYield)
            return false;
        lock (_worker.Turn)
            return RunHeld();
    }

    private async ValueTask FlushAsync()
    {
        while (Output.Length > 0)
        {
            ArraySegment<byte> segment = Output.GetSegment(0);
            try
            {
                ValueTask<FlushResult> flush = _pipe.Output.WriteAsync(segment);
                if (!flush.IsCompletedSuccessfully && !await WaitForAsync(flush.AsTask()).ConfigureAwait(false))
                    return;
            }
            catch (Exception broken) when (broken is IOException or ObjectDisposedException
                or OperationCanceledException or InvalidOperationException)
            {
                Close(CloseReason.Disconnected);
                return;
            }
            CountOutput(segment.Count);
            Output.Consume(segment.Count);
        }
    }

    /// <summary>Waits for a slow reader, as long as the output limits allow.</summary>
    private async Task<bool> WaitForAsync(Task<FlushResult> flush)
    {
        while (!flush.IsCompleted)
        {
            PublishBuffers();
            await Task.WhenAny(flush, Task.Delay(s_outputCheck)).ConfigureAwait(false);
            if (flush.IsCompleted)
                break;
            if (IsOverOutputLimit(Environment.TickCount64) || _abandoned)
            {
                // The segment is still being read by the stream; it is given up with the connection.
                Abandon?.Invoke();
                try
                {
                    await flush.ConfigureAwait(false);
                }
                catch (Exception broken) when (broken is IOException or ObjectDisposedException
                    or OperationCanceledException or InvalidOperationException)
                {
                    // It was cut off, as it should be.
                }
                Close(_abandoned ? CloseReason.Shutdown : CloseReason.OutputLimit);
                return false;
            }
        }
        await flush.ConfigureAwait(false);
        return true;
    }

    private volatile bool _abandoned;

    /// <summary>Cuts the socket, so that a write that hangs comes back.</summary>
    public Action? Abandon { get; init; }

    /// <summary>Ends the connection although it is busy sending. Any thread.</summary>
    public void Stop()
    {
        _abandoned = true;
        PostClose();
        Abandon?.Invoke();
    }
}
