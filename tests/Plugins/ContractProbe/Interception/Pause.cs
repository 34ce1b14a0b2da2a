namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>Puts writes off until PROBE.UNPAUSE. Its list of clients is guarded by its lock.</summary>
internal sealed class Pause(IInterceptors interceptors) : ICommandInterceptor
{
    private readonly Lock _gate = new();
    private readonly HashSet<ClientSession> _waiting = [];
    private bool _isOn;

    public int Order => InterceptorOrder.Pause;

    public InterceptorScope Scope => InterceptorScope.Switched;

    public bool AppliesTo(CommandInfo command) => command.Has(CommandFlags.Write);

    public InterceptResult Intercept(CommandContext context)
    {
        lock (_gate)
        {
            if (!_isOn)
                return InterceptResult.Continue;
            _waiting.Add(context.Client);
            return InterceptResult.Postpone;
        }
    }

    [Command("PROBE.PAUSE", Arity = 1, Summary = "From now on writes wait.")]
    public void Begin(CommandContext context)
    {
        lock (_gate)
            _isOn = true;
        interceptors.Enable(this);
        context.Reply.Ok();
    }

    [Command("PROBE.UNPAUSE", Arity = 1, Summary = "Lets those go on that wait; replies how many there were.")]
    public void End(CommandContext context)
    {
        ClientSession[] waiting;
        lock (_gate)
        {
            _isOn = false;
            waiting = [.. _waiting];
            _waiting.Clear();
        }
        interceptors.Disable(this);
        foreach (ClientSession client in waiting)
            client.Resume();
        context.Reply.Integer(waiting.Length);
    }

    [Command("PROBE.PAUSED", Arity = 1, Summary = "How many clients wait.")]
    public void Count(CommandContext context)
    {
        lock (_gate)
            context.Reply.Integer(_waiting.Count);
    }
}
