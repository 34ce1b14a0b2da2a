namespace CacheStorm.Plugins.Hashes;

/// <summary>
/// Fields that a call has changed, for what it passes on. The memory belongs to the thread and is used again; after an unusually large call
/// it is let go. Remembers nothing when nobody listens.
/// </summary>
internal readonly struct FieldNames : IDisposable
{
    private const int KeepFields = 4096;
    private const long KeepBytes = 256 * 1024;

    [ThreadStatic]
    private static ArgumentListBuilder? s_names;

    private readonly ArgumentListBuilder _names;
    private readonly bool _isWanted;

    private FieldNames(ArgumentListBuilder names, bool isWanted)
    {
        _names = names;
        _isWanted = isWanted;
    }

    /// <summary>What was remembered.</summary>
    public ArgumentList List => _names.Arguments;

    /// <summary>How many were remembered.</summary>
    public int Count => _names.Count;

    public static FieldNames Begin(CommandContext context) => Begin(context.Effects.Wanted);

    public static FieldNames Begin(bool isWanted = true) => new((s_names ??= new ArgumentListBuilder()).Clear(), isWanted);

    public void Add(ReadOnlySpan<byte> text)
    {
        if (_isWanted)
            _names.Add(text);
    }

    public void Dispose()
    {
        if (_names.Count > KeepFields || _names.Arguments.TotalBytes > KeepBytes)
            s_names = null;
    }
}
