namespace CacheStorm;

/// <summary>
/// Names the keys of calls whose arguments don't: those that the client has queued, or that are found elsewhere in its session's state.
/// Implemented by the class that holds the handler of a command with <see cref="CommandLocking.Declared"/>.
/// </summary>
public interface IKeyDeclarer
{
    /// <summary>
    /// Names the keys of a call that is about to run. Called on the thread that runs it, with no locks held: what it goes by must not
    /// change until the handler runs, as the client's own session doesn't.
    /// </summary>
    /// <param name="context">The call. No key may be touched, nothing replied.</param>
    /// <param name="keys">Receives the keys.</param>
    void DeclareKeys(CommandContext context, KeyDeclaration keys);
}

/// <summary>The keys that a call is going to touch. Belongs to the thread that runs the call; valid until it is handled.</summary>
public abstract class KeyDeclaration
{
    private protected KeyDeclaration() { }

    /// <summary>True once it is clear that the call runs alone: further keys make no difference.</summary>
    public abstract bool IsAlone { get; }

    /// <summary>Adds a key of the client's namespace.</summary>
    /// <param name="key">The key.</param>
    public abstract void Add(ReadOnlySpan<byte> key);

    /// <summary>
    /// Adds the keys of another command, which the handler is going to run by <see cref="CommandContext.Call"/>. When the command needs
    /// the whole server, or may need it (<see cref="CommandFlags.MayRunAlone"/>), so does the call.
    /// </summary>
    /// <param name="request">The command's name and arguments; one that can't run has no keys.</param>
    public abstract void AddKeysOf(ArgumentList request);

    /// <summary>Says that the call must run alone: its keys are in several namespaces, or can't be named.</summary>
    public abstract void RunAlone();
}
