namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>Messages to other clients.</summary>
internal sealed class PushCommands(IClients clients)
{
    [Command("PROBE.PUSHTO", Arity = -3, Summary = "Sends messages to a client: PROBE.PUSHTO id text [text …].")]
    public void PushTo(CommandContext context)
    {
        if (!context.Args.TryInt64(1, out long id))
            return;
        if (!clients.TryGet(id, out ClientSession? client))
        {
            context.Reply.Integer(0);
            return;
        }
        for (int i = 2; i < context.Args.Count; i++)
        {
            var message = new ReplyWriter(client.Protocol);
            message.Push(2);
            message.Bulk("probe"u8);
            message.Bulk(context.Args[i]);
            client.Push(message.ToArray());
            message.Reset();
        }
        context.Reply.Integer(1);
    }

    [Command("PROBE.PARKED", Arity = 1, Summary = "How many clients are parked.")]
    public void Parked(CommandContext context) => context.Reply.Integer(clients.ParkedCount);

    [Command("PROBE.UNBLOCK", Arity = 3, Summary = "Ends a client's wait: PROBE.UNBLOCK id TIMEOUT|ERROR.")]
    public void Unblock(CommandContext context)
    {
        bool done = context.Args.TryInt64(1, out long id) && clients.TryGet(id, out ClientSession? client)
            && (context.Args.Is(2, "error"u8)
                ? client.Unpark(static waiting => waiting.Reply.Error("UNBLOCKED by the probe"u8))
                : client.TimeOutParked());
        context.Reply.Integer(done ? 1 : 0);
    }
}
