namespace CacheStorm.Host.Network;

/// <content>Messages from other threads, and the limits on what a client leaves unread.</content>
internal abstract partial class Connection
{
    private protected PushOutbox Outbox { get; } = new();

    private long _overSoftSince;

    /// <summary>
    /// Queues whole frames for the client; they are sent after the replies of the batch at hand. The memory must
    /// not change afterwards, so one message can be shared by all its receivers. Any thread.
    /// </summary>
    public void Enqueue(ReadOnlyMemory<byte> frames)
    {
        long hard = Session is { } session ? Server.OutputLimits[session.OutputClass].Hard : 0;
        if (!Outbox.Add(frames, hard, out bool wasEmpty))
            Post(static (connection, _) => connection.Close(CloseReason.OutputLimit));
        else if (wasEmpty)
            Wake();
    }

    /// <summary>Puts the messages that have come so far into the output, behind the replies written so far.</summary>
    /// <returns>Whether there were any.</returns>
    public bool PlacePushes()
    {
        if (Outbox.Count == 0 || _closing)
            return false;
        Outbox.MoveTo(Output);
        return true;
    }

    /// <summary>Makes the owner look at the connection: there is something in the outbox. Any thread.</summary>
    private protected abstract void Wake();

    /// <summary>Puts everything that is to be sent into the output.</summary>
    private protected void GatherOutput()
    {
        if (_dropsOutput)
            Output.Reset();
        else
            PlacePushes();
    }

    /// <summary>Closes the connection when the client has left too much unread. Called when a send didn't take all.</summary>
    private protected void CheckOutputLimit(long now)
    {
        if (IsOverOutputLimit(now))
            Close(CloseReason.OutputLimit);
    }

    /// <summary>Whether the client has left too much unread at once, or a good deal for too long.</summary>
    private protected bool IsOverOutputLimit(long now)
    {
        if (Outbox.HasOverflowed)
            return true;
        long waiting = Output.Length + Outbox.Bytes;
        OutputLimit limit = Server.OutputLimits[Session.OutputClass];
        if (limit.Hard > 0 && waiting > limit.Hard)
            return true;
        if (limit.Soft == 0 || waiting <= limit.Soft)
            _overSoftSince = 0;
        else if (_overSoftSince == 0)
            _overSoftSince = now;
        else
            return now - _overSoftSince > limit.SoftSeconds * 1000L;
        return false;
    }

    /// <summary>The coarse timer, about once a second.</summary>
    private protected void CheckTime(long now)
    {
        if (Output.Length > 0)
            CheckOutputLimit(now);
        int timeout = Server.IdleTimeoutSeconds;
        if (timeout > 0 && !Session.MayIdle && now - LastInteraction > timeout * 1000L)
            Close(CloseReason.Idle);
    }
}
