namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>
/// Queues the commands of a client between PROBE.BEGIN and PROBE.COMMIT. The queue is the session's own state, used by its thread only.
/// </summary>
internal sealed class TransactionQueue : ICommandInterceptor, ISessionObserver
{
    private static readonly SessionSlot<List<ArgumentList>> s_queue = new();

    public int Order => InterceptorOrder.Queue;

    public InterceptorScope Scope => InterceptorScope.Session;

    public bool AppliesTo(CommandInfo command) => command.Name is not ("PROBE.COMMIT" or "RESET");

    public InterceptResult Intercept(CommandContext context)
    {
        if (!context.Client.TryGet(s_queue, out List<ArgumentList>? queue))
            return InterceptResult.Continue;
        queue.Add(context.Args.List.Copy());
        context.Client.QueuedCommands = queue.Count;
        context.Reply.SimpleString("QUEUED"u8);
        return InterceptResult.Handled;
    }

    [Command("PROBE.BEGIN", Arity = 1, Summary = "From now on commands are queued.")]
    public void Begin(CommandContext context)
    {
        context.Client.Set(s_queue, []);
        context.Client.Enable(this);
        context.Reply.Ok();
    }

    [Command("PROBE.COMMIT", Arity = 1, Locking = CommandLocking.Exclusive, Summary = "Runs what was queued, in one step.")]
    public void Commit(CommandContext context)
    {
        if (!context.Client.TryGet(s_queue, out List<ArgumentList>? queue))
        {
            context.Reply.Error("ERR nothing was begun"u8);
            return;
        }
        Reset(context.Client);
        context.Reply.Array(queue.Count);
        foreach (ArgumentList request in queue)
            context.Call(request, context.Reply, CallOptions.SkipInterceptors);
    }

    public void Reset(ClientSession session)
    {
        session.Set(s_queue, null);
        session.QueuedCommands = -1;
        session.Disable(this);
    }
}
