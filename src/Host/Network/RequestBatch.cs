namespace CacheStorm.Host.Network;

/// <summary>One parsed command: which ranges of the batch are its arguments, and where its bytes end.</summary>
internal readonly struct ParsedCommand(int firstRange, int argumentCount, int end)
{
    public readonly int FirstRange = firstRange;
    public readonly int ArgumentCount = argumentCount;

    /// <summary>The offset in the buffer behind the command: what may be given back once it has run.</summary>
    public readonly int End = end;
}

/// <summary>
/// The commands that were parsed ahead from one buffer. Made once for a worker and filled again and again; the ranges
/// are offsets in the buffer that was parsed. Touched by its worker only.
/// </summary>
internal sealed class RequestBatch(int maxCommands = RequestBatch.DefaultCommands)
{
    public const int DefaultCommands = 64;
    private const int KeptRanges = 64 * 1024;

    private readonly ParsedCommand[] _commands = new ParsedCommand[maxCommands];
    private ArgumentRange[] _ranges = new ArgumentRange[256];
    private int _rangeCount;

    /// <summary>How many commands are in it.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count == _commands.Length;

    public ref readonly ParsedCommand this[int index] => ref _commands[index];

    /// <summary>The ranges of all commands of the batch.</summary>
    public ArgumentRange[] Ranges => _ranges;

    internal int RangeCount => _rangeCount;

    /// <summary>Points an argument list at one of the commands.</summary>
    public void Select(int index, byte[] buffer, ArgumentList arguments)
    {
        ref readonly ParsedCommand command = ref _commands[index];
        arguments.Set(buffer, _ranges, command.FirstRange, command.ArgumentCount);
    }

    public void Clear()
    {
        Count = 0;
        _rangeCount = 0;
        if (_ranges.Length > KeptRanges)
            _ranges = new ArgumentRange[256];
    }

    internal void AddRange(int offset, int length)
    {
        if (_rangeCount == _ranges.Length)
            Array.Resize(ref _ranges, _rangeCount * 2);
        _ranges[_rangeCount++] = new ArgumentRange(offset, length);
    }

    /// <summary>Takes ranges that count from the start of their command.</summary>
    internal void AddRanges(ReadOnlySpan<ArgumentRange> ranges, int origin)
    {
        foreach (ArgumentRange range in ranges)
            AddRange(origin + range.Offset, range.Length);
    }

    /// <summary>Makes the ranges added since <paramref name="firstRange"/> a command.</summary>
    internal void EndCommand(int firstRange, int end) =>
        _commands[Count++] = new ParsedCommand(firstRange, _rangeCount - firstRange, end);

    /// <summary>The ranges added since <paramref name="firstRange"/>, which belong to a command that isn't whole yet.</summary>
    internal ReadOnlySpan<ArgumentRange> RangesFrom(int firstRange) => _ranges.AsSpan(firstRange, _rangeCount - firstRange);

    internal void DropRangesFrom(int firstRange) => _rangeCount = firstRange;
}
