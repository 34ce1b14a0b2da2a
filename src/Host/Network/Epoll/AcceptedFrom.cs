namespace CacheStorm.Host.Network.Epoll;

/// <summary>The two ends of a connection, as text.</summary>
internal readonly record struct AcceptedFrom(string Remote, string Local, bool IsLocal, bool IsUnixSocket);
