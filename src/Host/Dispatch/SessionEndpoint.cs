using CacheStorm.Host.Network;

namespace CacheStorm.Host.Dispatch;

/// <summary>The session's side towards the network: bytes become commands. Called on the connection's thread only.</summary>
internal sealed class SessionEndpoint(Engine engine, Session session, ProtocolLimits limits) : ConnectionSession
{
    private readonly RequestParser _parser = new(limits);

    public Session Session => session;

    public override long ExpectedBytes => _parser.ExpectedBytes;

    public override OutputClass OutputClass => session.Kind switch
    {
        ClientKind.PubSub => OutputClass.PubSub,
        ClientKind.Replica or ClientKind.Monitor => OutputClass.Replica,
        _ => OutputClass.Normal,
    };

    public override bool MayIdle => session.IsParked || session.Kind is not ClientKind.Normal;

    public override int Process(byte[] buffer, int start, int count)
    {
        Connection connection = session.Connection;
        Worker worker = engine.Workers[connection.Worker];
        if (worker.IsBusy)
            worker = worker.Relief;
        int total = 0;
        while (true)
        {
            ParseStatus status = _parser.Parse(
                buffer, start + total, count - total, worker.Batch, session.IsAuthenticated, out int consumed);
            int commands = worker.Batch.Count;
            if (commands > 0)
            {
                int run = worker.IsRelief ? engine.RunBusyBatch(worker, session, buffer) : engine.RunBatch(worker, session, buffer);
                if (run < commands)
                {
                    // The rest is parsed again when it is its turn.
                    _parser.Reset();
                    return worker.Batch[run - 1].End - start;
                }
            }
            total += consumed;
            if (status == ParseStatus.ProtocolError && !connection.IsClosing)
            {
                connection.Output.Error(_parser.Error);
                connection.CloseAfterFlush();
                return count;
            }
            if (status != ParseStatus.BatchFull || connection.ShouldYield)
                return total;
        }
    }

    public override void OnClosed(CloseReason reason) => engine.SessionEnded(session);
}
