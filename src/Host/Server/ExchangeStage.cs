using CacheStorm.Host.Commands;
using CacheStorm.Host.Dispatch;
using CacheStorm.Host.Plugins;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Values;

namespace CacheStorm.Host.Server;

/// <summary>
/// Exchanges a plugin while no command runs: values are carried over, the old build hands its state to the new one, registrations change places,
/// clients that are parked go on with the new build, and whatever the dispatcher still held of the old one is let go.
/// </summary>
internal sealed class ExchangeStage(Engine engine) : IExchangeStage
{
    public string? Run(PluginExchange exchange, TimeSpan patience, Func<string?> findObstacle, Action swap)
    {
        string? refusal = null;
        bool stoodStill = engine.Executor.TryAlone(patience, (worker, session) => refusal = RunAlone(exchange, findObstacle, swap, worker, session));
        return stoodStill ? refusal
            : $"a command runs for more than {patience.TotalSeconds:0.#} s and won't let go; find it (CLIENT LIST shows who runs what), and try again when it is over";
    }

    private string? RunAlone(PluginExchange exchange, Func<string?> findObstacle, Action swap, Worker worker, ServerSession server)
    {
        int[] places = exchange.OldContext is null ? [] : SessionSlots.Of(exchange.IsOld);
        if ((findObstacle() ?? FindClientState(exchange, places)) is { } obstacle)
            return obstacle;

        var carrier = new ValueCarrier(engine.Store);
        if (Carry(exchange, carrier, worker, server) is { } problem)
            return problem;
        if (HandOver(exchange) is { } refusal)
        {
            carrier.Undo();
            return refusal;
        }

        ICommandInterceptor[] interceptors = [.. exchange.Old.Parts.Contributions.OfType<ICommandInterceptor>()];
        CommandEntry[] before = engine.Table.All;
        swap();
        carrier.Finish();

        foreach (Session session in engine.Sessions.All())
        {
            session.Forget(interceptors);
            session.ForgetObservers(exchange.IsOld);
            session.ForgetStateIn(places);
            // Whoever was put off by the old build is tried again; the new one puts it off again, or not.
            if (interceptors.Length > 0 && session.IsPostponed)
                session.Resume();
        }

        SessionSlots.Free(places);
        var still = new HashSet<CommandEntry>(engine.Table.All);
        engine.Retire(worker, [.. before.Where(entry => !still.Contains(entry))]);
        return null;
    }

    private string? FindClientState(PluginExchange exchange, int[] places)
    {
        if (exchange.Successor is null || exchange.Old.Parts.Contributions.Any(one => one is IReloadHandover))
            return null;
        int clients = engine.Sessions.All().Count(session => session.HasStateIn(places));
        return clients == 0 ? null
            : $"{clients} clients have state of it, which it does not hand over; try again when they have left, or implement IReloadHandover";
    }

    private string? Carry(PluginExchange exchange, ValueCarrier carrier, Worker worker, ServerSession server)
    {
        DataType[] going = [.. exchange.Old.Parts.Contributions.OfType<DataType>()];
        if (going.Length == 0)
            return null;
        DataType[] coming = [.. exchange.Successor?.Parts.Contributions.OfType<DataType>() ?? []];
        string? problem = null;
        StoreInterests interests = engine.Store.Interests;
        // Nobody is told of what is no change to anybody.
        engine.Store.Interests = StoreInterests.None;
        try
        {
            problem = carrier.Save(going, coming);
            if (problem is null)
            {
                engine.WorkForServer(worker, server, 0, ArgumentList.Of("reload"u8), context =>
                {
                    context.Effects.Suppress();
                    problem = carrier.Convert(index => context.KeyspaceOf(index)!);
                }, ShardMask.All, isAlone: true);
            }
        }
        catch (Exception e)
        {
            problem = $"its values can't be carried over: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";
        }
        finally
        {
            engine.Store.Interests = interests;
        }

        if (problem is not null)
            carrier.Undo();
        return problem;
    }

    private string? HandOver(PluginExchange exchange)
    {
        if (exchange.Successor is not { } successor)
            return null;
        var state = new ReloadState(exchange.OldContext, engine.Sessions.All());
        try
        {
            foreach (IReloadHandover old in exchange.Old.Parts.Contributions.OfType<IReloadHandover>())
                old.Save(state);
            foreach (IReloadHandover one in successor.Parts.Contributions.OfType<IReloadHandover>())
                one.Restore(state);
            return null;
        }
        catch (ReloadRefusedException e)
        {
            return e.Message.ReplaceLineEndings(" ");
        }
        catch (Exception e)
        {
            return $"its state can't be handed over: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";
        }
    }
}
