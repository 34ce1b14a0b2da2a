namespace CacheStorm.Plugins.Transactions.Queueing;

/// <summary>
/// Sees EXEC before it runs: it takes as much memory as what is queued. Whoever refuses EXEC, for whatever reason, ends the transaction.
/// </summary>
internal sealed class ExecGuard(TransactionQueue transactions) : ICommandInterceptor
{
    /// <inheritdoc/>
    public int Order => InterceptorOrder.Memory;

    /// <inheritdoc/>
    public InterceptorScope Scope => InterceptorScope.Always;

    /// <inheritdoc/>
    public bool AppliesTo(CommandInfo command) => command.Name == "EXEC";

    /// <inheritdoc/>
    public InterceptResult Intercept(CommandContext context)
    {
        if ((context.Client.QueuedFlags & CommandFlags.DenyOom) == 0 || context.TryMakeRoom())
            return InterceptResult.Continue;
        context.Reply.Error(Errors.OutOfMemory);
        return InterceptResult.Rejected;
    }

    /// <inheritdoc/>
    public byte[] Refused(ClientSession client, CommandInfo? command, ReadOnlySpan<byte> error)
    {
        transactions.End(client);
        return [.. ErrorText.AbortedBecause, .. error.StartsWith("ERR "u8) ? error[4..] : error];
    }
}
