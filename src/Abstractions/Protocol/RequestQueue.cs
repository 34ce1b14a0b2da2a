using System.Numerics;

namespace CacheStorm;

/// <summary>
/// Commands that wait to be run, in their order: a transaction's. It owns copies of their bytes, all in one buffer, and can be used again
/// after <see cref="Clear"/> without allocating. Not thread-safe.
/// </summary>
public sealed class RequestQueue
{
    private readonly ArgumentList _view = new();
    private byte[] _bytes = new byte[512];
    private ArgumentRange[] _ranges = new ArgumentRange[32];
    private int[] _firsts = new int[8];
    private int _used;
    private int _rangeCount;

    /// <summary>How many commands there are.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes that it holds on to, used or not.</summary>
    public long Capacity => _bytes.Length + 8L * _ranges.Length + 4L * _firsts.Length;

    /// <summary>
    /// A command with its arguments. The list is the same object each time: it shows this command until another one is asked for.
    /// </summary>
    /// <param name="index">Its number; 0 is the first that was added.</param>
    public ArgumentList this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            int end = index + 1 == Count ? _rangeCount : _firsts[index + 1];
            _view.Set(_bytes, _ranges, _firsts[index], end - _firsts[index]);
            return _view;
        }
    }

    /// <summary>Adds a copy of a command.</summary>
    /// <param name="request">The command's name and arguments.</param>
    public void Add(ArgumentList request)
    {
        ArgumentNullException.ThrowIfNull(request);
        int total = checked((int)request.TotalBytes);
        if (_bytes.Length - _used < total)
            Array.Resize(ref _bytes, Grown(checked(_used + total)));
        if (_ranges.Length - _rangeCount < request.Count)
            Array.Resize(ref _ranges, Grown(_rangeCount + request.Count));
        if (Count == _firsts.Length)
            Array.Resize(ref _firsts, Count * 2);

        _firsts[Count++] = _rangeCount;
        for (int i = 0; i < request.Count; i++)
        {
            ReadOnlySpan<byte> argument = request[i];
            argument.CopyTo(_bytes.AsSpan(_used));
            _ranges[_rangeCount++] = new ArgumentRange(_used, argument.Length);
            _used += argument.Length;
        }
    }

    /// <summary>Forgets all commands and keeps the memory.</summary>
    public void Clear()
    {
        Count = 0;
        _used = 0;
        _rangeCount = 0;
    }

    private static int Grown(int needed) => needed > 1 << 29 ? Array.MaxLength : (int)BitOperations.RoundUpToPowerOf2((uint)needed);
}
