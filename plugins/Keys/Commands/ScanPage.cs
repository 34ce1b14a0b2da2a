namespace CacheStorm.Plugins.Keys;

/// <summary>
/// The keys of one SCAN, gathered before they are replied. Belongs to the thread and is used again, so a SCAN allocates nothing;
/// after an unusually large page the memory is let go.
/// </summary>
internal readonly ref struct ScanPage
{
    private const int KeepKeys = 4096;
    private const long KeepBytes = 256 * 1024;

    [ThreadStatic]
    private static ArgumentListBuilder? s_keys;

    private ScanPage(ArgumentListBuilder keys) => Keys = keys;

    /// <summary>Receives the keys.</summary>
    public ArgumentListBuilder Keys { get; }

    public static ScanPage Begin() => new((s_keys ??= new ArgumentListBuilder()).Clear());

    public void Dispose()
    {
        if (Keys.Count > KeepKeys || Keys.Arguments.TotalBytes > KeepBytes)
            s_keys = null;
    }
}
