using CacheStorm.Plugins.Transactions.Watching;

namespace CacheStorm.Plugins.Transactions.Queueing;

/// <summary>A client's transaction and what it watches. Belongs to its session; touched by the client's own calls only.</summary>
internal sealed class TransactionState
{
    private static readonly SessionSlot<TransactionState> s_slot = new();

    /// <summary>The commands since MULTI; null: there was no MULTI.</summary>
    public RequestQueue? Queue { get; set; }

    /// <summary>A command was refused when it should have been queued: EXEC will refuse the rest.</summary>
    public bool IsAborted { get; set; }

    /// <summary>What it watches; null: nothing.</summary>
    public Watch? Watch { get; set; }

    /// <summary>The state of a client, or null when it never had a transaction nor watched anything.</summary>
    public static TransactionState? Find(ClientSession client) => client.TryGet(s_slot, out TransactionState? state) ? state : null;

    /// <summary>The state of a client.</summary>
    public static TransactionState Of(ClientSession client)
    {
        if (client.TryGet(s_slot, out TransactionState? state))
            return state;
        state = new TransactionState();
        client.Set(s_slot, state);
        return state;
    }
}
