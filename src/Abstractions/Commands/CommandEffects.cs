namespace CacheStorm;

/// <summary>
/// What a call passes on to the propagation sinks (append-only file, replicas). When the keyspace was changed, the request
/// goes as it came, unless the handler says otherwise here. Belongs to one call; used on its thread only.
/// </summary>
public abstract class CommandEffects
{
    /// <summary>True when somebody listens; a handler skips building rewrites when nobody does.</summary>
    public abstract bool Wanted { get; }

    /// <summary>Passes nothing on for this call.</summary>
    public abstract void Suppress();

    /// <summary>Passes the request on as it came, even though the keyspace was not changed (as PUBLISH does).</summary>
    public abstract void Force();

    /// <summary>Starts a command that goes in place of the request; append its arguments, the name first. May be called again for more.</summary>
    /// <returns>An empty builder, valid until the next call.</returns>
    public abstract ArgumentListBuilder Rewrite();
}
