namespace CacheStorm.Host.Network;

/// <summary>
/// How much a client may leave unread: at once (hard), or for some seconds (soft). Zero is no limit. Immutable, so
/// that other threads may read it while <c>CONFIG SET</c> puts another in its place.
/// </summary>
internal sealed record OutputLimit(long Hard, long Soft, int SoftSeconds)
{
    public static readonly OutputLimit None = new(0, 0, 0);
}

/// <summary>The limits of the three kinds of clients: <c>client-output-buffer-limit</c>.</summary>
internal sealed class OutputLimits
{
    private readonly OutputLimit[] _limits =
    [
        OutputLimit.None,
        new OutputLimit(256L << 20, 64L << 20, 60),
        new OutputLimit(32L << 20, 8L << 20, 60),
    ];

    public OutputLimit this[OutputClass kind]
    {
        get => Volatile.Read(ref _limits[(int)kind]);
        set => Volatile.Write(ref _limits[(int)kind], value);
    }
}
