namespace CacheStorm.Host.Configuration;

/// <summary>How much a client of one class may leave unread; 0 is no limit.</summary>
/// <param name="Hard">Bytes that end the connection at once.</param>
/// <param name="Soft">Bytes that end it when exceeded for <paramref name="SoftSeconds"/>.</param>
/// <param name="SoftSeconds">Seconds.</param>
public readonly record struct OutputBufferLimit(long Hard, long Soft, long SoftSeconds);

/// <summary>The limits of all classes of clients. Immutable.</summary>
public sealed record OutputBufferLimits(OutputBufferLimit Normal, OutputBufferLimit Replica, OutputBufferLimit PubSub)
{
    /// <summary>Redis' defaults.</summary>
    public static OutputBufferLimits Default { get; } = new(
        Normal: default,
        Replica: new(256L << 20, 64L << 20, 60),
        PubSub: new(32L << 20, 8L << 20, 60));
}
