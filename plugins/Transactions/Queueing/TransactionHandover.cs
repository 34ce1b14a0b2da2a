namespace CacheStorm.Plugins.Transactions.Queueing;

/// <summary>
/// Lets the plugin be exchanged while nobody is inside a transaction or watches keys: what clients have then is empty and need not be handed over.
/// </summary>
internal sealed class TransactionHandover : IReloadHandover
{
    /// <inheritdoc/>
    public void Save(ReloadState state)
    {
        int busy = 0;
        foreach (ClientSession client in state.Clients)
        {
            if (TransactionState.Find(client) is { } own && (own.Queue is not null || own.Watch is not null))
                busy++;
        }

        if (busy > 0)
            throw new ReloadRefusedException($"{busy} clients are inside a transaction or watch keys; try again when they are done");
    }

    /// <inheritdoc/>
    public void Restore(ReloadState state)
    {
    }
}
