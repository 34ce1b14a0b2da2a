using System.Diagnostics.CodeAnalysis;

namespace CacheStorm;

/// <summary>The connected clients. Thread-safe.</summary>
public interface IClients
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>How many have a parked command.</summary>
    int ParkedCount { get; }

    /// <summary>The clients at this moment, oldest first.</summary>
    /// <returns>A copy.</returns>
    IReadOnlyList<ClientSession> All();

    /// <summary>Finds a client by its number.</summary>
    /// <param name="id">The number.</param>
    /// <param name="client">The client.</param>
    bool TryGet(long id, [NotNullWhen(true)] out ClientSession? client);
}

/// <summary>Sees connections come and go. Found by scanning the plugin. Called on I/O threads; must be quick and must not throw.</summary>
public interface ISessionObserver
{
    /// <summary>A client connected; nothing has run yet.</summary>
    /// <param name="session">The client.</param>
    void Opened(ClientSession session) { }

    /// <summary>RESET: the connection goes on as if it were new. Take your state off it.</summary>
    /// <param name="session">The client.</param>
    void Reset(ClientSession session) { }

    /// <summary>A client is gone; no command of it runs any more.</summary>
    /// <param name="session">The client.</param>
    void Closed(ClientSession session) { }
}

/// <summary>Tells observers that a session was reset. Used by whoever implements RESET.</summary>
public interface ISessionEvents
{
    /// <summary>Calls <see cref="ISessionObserver.Reset"/> of all observers.</summary>
    /// <param name="session">The client.</param>
    void Reset(ClientSession session);
}

/// <summary>Checks who a client is (AUTH, HELLO … AUTH). Found by scanning; without one, everybody is <c>default</c>.</summary>
public interface IAuthenticator
{
    /// <summary>True when a new connection must authenticate before it may do anything.</summary>
    bool IsRequired { get; }

    /// <summary>True when a password is set for the default user, so that AUTH with one argument makes sense.</summary>
    bool HasDefaultPassword { get; }

    /// <summary>Checks a name and a password.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="user">The name.</param>
    /// <param name="password">The password.</param>
    /// <returns>True when they fit; the session's user is set by the caller.</returns>
    bool TryAuthenticate(ClientSession client, ReadOnlySpan<byte> user, ReadOnlySpan<byte> password);
}

/// <summary>Says what a client may do. Found by scanning; asked before every command, after authentication.</summary>
public interface IAuthorizer
{
    /// <summary>False: it has nothing to say at present, and costs nothing.</summary>
    bool IsEnabled { get; }

    /// <summary>Checks a call. When it refuses it writes the error as the reply.</summary>
    /// <param name="context">The call.</param>
    bool Allows(CommandContext context);
}
