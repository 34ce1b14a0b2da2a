using System.Collections.Frozen;
using System.Text;

namespace CacheStorm.Plugins.PubSub.Subscribers;

/// <summary>
/// Sees the commands of subscribers only. Messages that have come stand in front of the next reply, as they came before it; and who speaks
/// RESP2, where a message can't be told from a reply, may do nothing but subscribe and say goodbye. Takes a client's state off it when it
/// resets or leaves.
/// </summary>
internal sealed class SubscriberMode(SubscriptionLedger ledger) : ICommandInterceptor, ISessionObserver
{
    private static readonly FrozenSet<string> s_allowed = FrozenSet.ToFrozenSet(
        ["subscribe", "unsubscribe", "psubscribe", "punsubscribe", "ssubscribe", "sunsubscribe", "ping", "quit", "reset"]);

    /// <inheritdoc/>
    public int Order => InterceptorOrder.SessionMode;

    /// <inheritdoc/>
    public InterceptorScope Scope => InterceptorScope.Session;

    /// <inheritdoc/>
    public bool AppliesTo(CommandInfo command) => true;

    /// <inheritdoc/>
    public InterceptResult Intercept(CommandContext context)
    {
        if (context.IsNested)
            return InterceptResult.Continue;
        context.Client.PlacePushes();
        if (context.Client.Protocol != 2 || s_allowed.Contains(context.Command.FullName))
            return InterceptResult.Continue;
        context.Reply.Error(Encoding.UTF8.GetBytes(
            $"ERR Can't execute '{context.Command.FullName}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context"));
        return InterceptResult.Rejected;
    }

    /// <summary>Begins or ends the mode, as the client subscribes to something now or not.</summary>
    public void Update(ClientSession client)
    {
        if (Subscriber.Of(client) is null)
            client.Disable(this);
        else
            client.Enable(this);
    }

    /// <inheritdoc/>
    public void Reset(ClientSession session)
    {
        if (Subscriber.Of(session) is null)
            return;
        ledger.RemoveAll(session);
        session.Disable(this);
        session.PlacePushes();
    }

    /// <inheritdoc/>
    public void Closed(ClientSession session) => ledger.RemoveAll(session);
}
