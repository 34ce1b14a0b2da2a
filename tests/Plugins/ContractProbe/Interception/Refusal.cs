namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>Refuses writes of all clients while it is switched on.</summary>
internal sealed class Refusal(IInterceptors interceptors) : ICommandInterceptor
{
    public int Order => InterceptorOrder.ReadOnly;

    public InterceptorScope Scope => InterceptorScope.Switched;

    public bool AppliesTo(CommandInfo command) => command.Has(CommandFlags.Write);

    public InterceptResult Intercept(CommandContext context)
    {
        context.Reply.Error([.. "PROBEREFUSED "u8, .. context.Key]);
        return InterceptResult.Rejected;
    }

    [Command("PROBE.REFUSE", Arity = 2, Summary = "ON or OFF: writes are refused.")]
    public void Switch(CommandContext context)
    {
        if (context.Args.Is(1, "on"u8))
            interceptors.Enable(this);
        else
            interceptors.Disable(this);
        context.Reply.Ok();
    }
}
