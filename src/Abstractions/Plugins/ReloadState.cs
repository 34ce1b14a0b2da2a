using System.Diagnostics.CodeAnalysis;
using System.Runtime.Loader;

namespace CacheStorm;

/// <summary>
/// Optional: carries state from a plugin's old build to the new one that takes its place while the server runs. Found by scanning the plugin.
/// Without it, static fields, fields and session state of the old build are gone after a reload, and one whose clients have session state is refused.
/// </summary>
/// <remarks>
/// The order of a reload: the new build is made and started beside the old one, which still serves → all commands stand still →
/// <see cref="Save"/> of the old → <see cref="Restore"/> of the new → the new one serves → the old one drains, stops, and is unloaded.
/// Neither of the two may run commands or work by <see cref="IExecutor"/>: everything stands still around them.
/// </remarks>
public interface IReloadHandover
{
    /// <summary>
    /// Called on the old build while no command runs: hands over what the next one needs. Must change nothing, as the reload may still
    /// be called off; must be quick, as everybody waits.
    /// </summary>
    /// <param name="state">Takes it.</param>
    /// <exception cref="ReloadRefusedException">Now is no good time.</exception>
    void Save(ReloadState state);

    /// <summary>
    /// Called on the new build while no command runs. Values may come from any older build: take nothing for granted. Interceptors that were switched on
    /// are off now: switch them on here, for the server or for a client. Calls that they put off are tried again afterwards.
    /// </summary>
    /// <param name="state">Has what the old build saved.</param>
    /// <exception cref="ReloadRefusedException">It can't go on from there; the old build goes on serving.</exception>
    void Restore(ReloadState state);
}

/// <summary>A plugin can't be reloaded now. The message says why, and what would help.</summary>
public sealed class ReloadRefusedException(string message) : Exception(message);

/// <summary>
/// What goes from a plugin's old build to its new one: objects by name, and by name and client. Only of types that both builds share, those of
/// the framework and of this assembly: bytes, texts, numbers, lists of them, a <see cref="RequestQueue"/>. Lives for one reload, on one thread.
/// </summary>
public sealed class ReloadState
{
    private readonly AssemblyLoadContext? _old;
    private readonly Dictionary<(ClientSession? Client, string Name), object> _values = [];

    internal ReloadState(AssemblyLoadContext? old, IReadOnlyList<ClientSession> clients)
    {
        _old = old;
        Clients = clients;
    }

    /// <summary>The clients that are connected.</summary>
    public IReadOnlyList<ClientSession> Clients { get; }

    /// <summary>Hands something over.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">It; of a shared type.</param>
    /// <exception cref="ArgumentException">Its type belongs to the plugin.</exception>
    public void Set(string name, object value) => Put(null, name, value);

    /// <summary>Hands a client's state over.</summary>
    /// <param name="client">The client.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">It; of a shared type.</param>
    /// <exception cref="ArgumentException">Its type belongs to the plugin.</exception>
    public void Set(ClientSession client, string name, object value) => Put(client, name, value);

    /// <summary>Finds something that was handed over.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">It.</param>
    /// <returns>False when there is none of this name and type.</returns>
    public bool TryGet<T>(string name, [NotNullWhen(true)] out T? value) => TryTake(null, name, out value);

    /// <summary>Finds a client's state.</summary>
    /// <param name="client">The client.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">It.</param>
    /// <returns>False when there is none of this name and type.</returns>
    public bool TryGet<T>(ClientSession client, string name, [NotNullWhen(true)] out T? value) => TryTake(client, name, out value);

    private void Put(ClientSession? client, string name, object value)
    {
        if (IsOwn(value.GetType()))
            throw new ArgumentException($"{name} is a {value.GetType()}, which is the plugin's own type; hand over bytes or types that both builds share");
        _values[(client, name)] = value;
    }

    private bool TryTake<T>(ClientSession? client, string name, [NotNullWhen(true)] out T? value)
    {
        bool found = _values.TryGetValue((client, name), out object? known) & known is T;
        value = found ? (T)known! : default;
        return found;
    }

    private bool IsOwn(Type type)
    {
        if (_old is null)
            return false;
        if (type.HasElementType)
            return IsOwn(type.GetElementType()!);
        if (AssemblyLoadContext.GetLoadContext(type.Assembly) == _old)
            return true;
        foreach (Type argument in type.GetGenericArguments())
        {
            if (IsOwn(argument))
                return true;
        }

        return false;
    }
}
