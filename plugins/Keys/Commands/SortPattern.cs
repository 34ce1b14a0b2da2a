namespace CacheStorm.Plugins.Keys;

/// <summary>
/// A pattern of BY or GET: <c>weight_*</c> names a string for each element, <c>object_*->field</c> a field of a hash, <c>#</c> the
/// element itself. As in Redis, a zero byte ends the part in which the signs are looked for.
/// </summary>
internal readonly ref struct SortPattern
{
    private readonly ReadOnlySpan<byte> _prefix;
    private readonly ReadOnlySpan<byte> _suffix;

    public SortPattern(ReadOnlySpan<byte> pattern)
    {
        IsElement = pattern is [(byte)'#'] or [(byte)'#', 0, ..];
        int placeholder = PlaceholderOf(pattern);
        if (IsElement || placeholder < 0)
            return;
        NamesKeys = true;
        _prefix = pattern[..placeholder];
        _suffix = pattern[(placeholder + 1)..];
        ReadOnlySpan<byte> visible = _suffix.IndexOf((byte)0) is var end and >= 0 ? _suffix[..end] : _suffix;
        int arrow = visible.IndexOf("->"u8);
        if (arrow < 0 || arrow + 2 == visible.Length)
            return;
        Field = _suffix[(arrow + 2)..];
        _suffix = _suffix[..arrow];
    }

    /// <summary>Whether it stands for the element itself.</summary>
    public bool IsElement { get; }

    /// <summary>Whether it names a key for each element; else it stands for nothing, unless for the element.</summary>
    public bool NamesKeys { get; }

    /// <summary>The field of a hash; empty: the key's own string is meant.</summary>
    public ReadOnlySpan<byte> Field { get; }

    /// <summary>True when an element can be put into the pattern.</summary>
    public static bool HasPlaceholder(ReadOnlySpan<byte> pattern) => PlaceholderOf(pattern) >= 0;

    /// <summary>The key for an element.</summary>
    /// <param name="element">The element.</param>
    /// <param name="scratch">Rented from the shared pool; exchanged for a larger one when need be.</param>
    public ReadOnlySpan<byte> KeyFor(scoped ReadOnlySpan<byte> element, scoped ref byte[] scratch)
    {
        int length = checked(_prefix.Length + element.Length + _suffix.Length);
        if (scratch.Length < length)
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(scratch);
            scratch = System.Buffers.ArrayPool<byte>.Shared.Rent(length);
        }
        _prefix.CopyTo(scratch);
        element.CopyTo(scratch.AsSpan(_prefix.Length));
        _suffix.CopyTo(scratch.AsSpan(_prefix.Length + element.Length));
        return scratch.AsSpan(0, length);
    }

    private static int PlaceholderOf(ReadOnlySpan<byte> pattern)
    {
        int sign = pattern.IndexOfAny((byte)'*', (byte)0);
        return sign >= 0 && pattern[sign] == '*' ? sign : -1;
    }
}
