using System.Numerics;

namespace CacheStorm;

/// <summary>
/// Puts a command together, for a nested call or for propagation. It owns its bytes and can be used again after
/// <see cref="Clear"/> without allocating; the list in <see cref="Arguments"/> is the same object each time and is
/// valid until then. Not thread-safe.
/// </summary>
public sealed class ArgumentListBuilder
{
    private byte[] _bytes = new byte[256];
    private ArgumentRange[] _ranges = new ArgumentRange[8];
    private int _used;
    private int _count;
    private readonly ArgumentList _arguments = new();

    /// <summary>How many arguments have been added.</summary>
    public int Count => _count;

    /// <summary>The arguments added up to now; reading this again after adding more shows those too.</summary>
    public ArgumentList Arguments
    {
        get
        {
            _arguments.Set(_bytes, _ranges, 0, _count);
            return _arguments;
        }
    }

    /// <summary>Forgets all arguments and keeps the memory, so that building the next command allocates nothing.</summary>
    public ArgumentListBuilder Clear()
    {
        _used = 0;
        _count = 0;
        return this;
    }

    /// <summary>Appends a copy of the bytes as one argument.</summary>
    public ArgumentListBuilder Add(ReadOnlySpan<byte> argument)
    {
        argument.CopyTo(Claim(argument.Length));
        return this;
    }

    /// <summary>Appends an integer in decimal.</summary>
    public ArgumentListBuilder Add(long number)
    {
        Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
        return Add(text[..Numbers.FormatInt64(text, number)]);
    }

    /// <summary>Appends a double the way Redis prints doubles.</summary>
    public ArgumentListBuilder Add(double number)
    {
        Span<byte> text = stackalloc byte[Numbers.MaxDoubleLength];
        return Add(text[..Numbers.FormatDouble(text, number)]);
    }

    /// <summary>Appends the arguments of another command from number <paramref name="first"/> on.</summary>
    public ArgumentListBuilder AddRange(ArgumentList arguments, int first)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        for (int i = first; i < arguments.Count; i++)
            Add(arguments[i]);
        return this;
    }

    private Span<byte> Claim(int length)
    {
        if (_bytes.Length - _used < length)
            Array.Resize(ref _bytes, GrownLength(checked(_used + length)));
        if (_count == _ranges.Length)
            Array.Resize(ref _ranges, _count * 2);
        _ranges[_count++] = new ArgumentRange(_used, length);
        Span<byte> claimed = _bytes.AsSpan(_used, length);
        _used += length;
        return claimed;
    }

    private static int GrownLength(int needed) =>
        needed > 1 << 29 ? needed : (int)BitOperations.RoundUpToPowerOf2((uint)needed);
}
