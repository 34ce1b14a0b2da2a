namespace CacheStorm;

/// <summary>Work that repeats. Found by scanning the plugin. Runs on one thread at a time, never on an I/O thread.</summary>
public interface IBackgroundJob
{
    /// <summary>Its name, for the log.</summary>
    string Name { get; }

    /// <summary>The time from the end of one run to the start of the next; at least 1 ms. Read after every run.</summary>
    TimeSpan Interval { get; }

    /// <summary>Does a slice of work. Should come back within the budget; an exception is logged and the next run comes as planned.</summary>
    /// <param name="budget">How long it may take.</param>
    void Run(JobBudget budget);
}

/// <summary>How long a slice of background work may take.</summary>
/// <param name="deadline">The <see cref="System.Diagnostics.Stopwatch"/> timestamp at which it should end.</param>
/// <param name="cancellation">The server stops.</param>
public readonly struct JobBudget(long deadline, CancellationToken cancellation)
{
    /// <summary>True when it is time to come back.</summary>
    public bool IsSpent => cancellation.IsCancellationRequested || System.Diagnostics.Stopwatch.GetTimestamp() >= deadline;

    /// <summary>The server stops.</summary>
    public CancellationToken Cancellation => cancellation;
}

/// <summary>An address on the admin port. Found by scanning the plugin; served by whichever plugin runs the HTTP server.</summary>
public interface IHttpEndpoint
{
    /// <summary>The method, as <c>GET</c>.</summary>
    string Method { get; }

    /// <summary>The path, as <c>/health</c>.</summary>
    string Path { get; }

    /// <summary>Answers a request. Called on pool threads.</summary>
    /// <param name="exchange">The request and its response.</param>
    /// <param name="cancellation">The client left, or the server stops.</param>
    ValueTask HandleAsync(HttpExchange exchange, CancellationToken cancellation);
}

/// <summary>A request to an <see cref="IHttpEndpoint"/> and its response.</summary>
public abstract class HttpExchange
{
    /// <summary>The request's path.</summary>
    public abstract string Path { get; }

    /// <summary>A value of the query string, or null.</summary>
    /// <param name="name">Its name.</param>
    public abstract string? Query(string name);

    /// <summary>The request's body.</summary>
    public abstract Stream Body { get; }

    /// <summary>Sends the response; once.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="contentType">The media type.</param>
    /// <param name="content">The body.</param>
    /// <param name="cancellation">Gives up.</param>
    public abstract ValueTask RespondAsync(int status, string contentType, ReadOnlyMemory<byte> content, CancellationToken cancellation);
}
