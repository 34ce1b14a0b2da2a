using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CacheStorm;

/// <summary>
/// The arguments of one command, the command's name first. A window over a buffer that belongs to someone else:
/// the spans it hands out are valid until the handler returns. It is not thread-safe and has one user at a time.
/// </summary>
public sealed class ArgumentList
{
    private byte[] _buffer = [];
    private ArgumentRange[] _ranges = [];
    private int _base;
    private int _first;
    private int _count;

    internal ArgumentList()
    {
    }

    /// <summary>How many arguments there are, the name of the command included.</summary>
    public int Count => _count;

    /// <summary>The bytes of one argument; number 0 is the name of the command.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such argument.</exception>
    public ReadOnlySpan<byte> this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)_count)
                ThrowOutOfRange(index);
            ArgumentRange range = _ranges[_first + index];
            return new ReadOnlySpan<byte>(_buffer, _base + range.Offset, range.Length);
        }
    }

    /// <summary>Where an argument's bytes are, as long as the list is not filled anew.</summary>
    internal byte[] Locate(int index, out int offset, out int length)
    {
        if ((uint)index >= (uint)_count)
            ThrowOutOfRange(index);
        ArgumentRange range = _ranges[_first + index];
        offset = _base + range.Offset;
        length = range.Length;
        return _buffer;
    }

    /// <summary>The lengths of all arguments together.</summary>
    public long TotalBytes
    {
        get
        {
            long total = 0;
            foreach (ArgumentRange range in _ranges.AsSpan(_first, _count))
                total += range.Length;
            return total;
        }
    }

    /// <summary>Makes a list of its own that holds copies of the given arguments.</summary>
    public static ArgumentList Of(params ReadOnlySpan<byte[]> arguments)
    {
        var builder = new ArgumentListBuilder();
        foreach (byte[] argument in arguments)
            builder.Add(argument);
        return builder.Arguments;
    }

    /// <summary>Makes a list of one argument.</summary>
    public static ArgumentList Of(ReadOnlySpan<byte> name) => new ArgumentListBuilder().Add(name).Arguments;

    /// <summary>Makes a list of two arguments.</summary>
    public static ArgumentList Of(ReadOnlySpan<byte> name, ReadOnlySpan<byte> first) =>
        new ArgumentListBuilder().Add(name).Add(first).Arguments;

    /// <summary>Makes a list of three arguments.</summary>
    public static ArgumentList Of(ReadOnlySpan<byte> name, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        new ArgumentListBuilder().Add(name).Add(first).Add(second).Arguments;

    /// <summary>Makes a list of four arguments.</summary>
    public static ArgumentList Of(
        ReadOnlySpan<byte> name, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third) =>
        new ArgumentListBuilder().Add(name).Add(first).Add(second).Add(third).Arguments;

    /// <summary>Copies the arguments into a list that outlives the buffer of this one.</summary>
    public ArgumentList Copy() => new ArgumentListBuilder().AddRange(this, 0).Arguments;

    /// <summary>Points the window at other arguments.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="ranges">The ranges, relative to <paramref name="origin"/>.</param>
    /// <param name="first">The first of the ranges that belongs to this command.</param>
    /// <param name="count">How many ranges belong to it.</param>
    /// <param name="origin">What the ranges' offsets count from.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Set(byte[] buffer, ArgumentRange[] ranges, int first, int count, int origin = 0)
    {
        _buffer = buffer;
        _ranges = ranges;
        _first = first;
        _count = count;
        _base = origin;
    }

    [DoesNotReturn]
    private void ThrowOutOfRange(int index) => throw new ArgumentOutOfRangeException(
        nameof(index), index, $"The command has {_count} arguments.");
}
