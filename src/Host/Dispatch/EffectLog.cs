namespace CacheStorm.Host.Dispatch;

/// <summary>
/// The effects of one outermost call, its nested calls included, until they are passed on together. Owns its bytes and is used again;
/// touched by its worker's thread only.
/// </summary>
internal sealed class EffectLog
{
    private readonly List<ArgumentListBuilder> _builders = [];
    private PropagatedCommand[] _commands = new PropagatedCommand[4];
    private bool[] _isRemoval = new bool[4];

    public int Count { get; private set; }

    public ReadOnlySpan<PropagatedCommand> Commands => _commands.AsSpan(0, Count);

    public void Clear() => Count = 0;

    /// <summary>Adds a command that is finished.</summary>
    public void Add(int namespaceIndex, ArgumentList request, long time)
    {
        ArgumentListBuilder copy = Next();
        copy.AddRange(request, 0);
        Append(namespaceIndex, copy, time);
    }

    /// <summary>Adds that a key went by itself.</summary>
    public void AddRemoval(int namespaceIndex, ReadOnlySpan<byte> key, long time)
    {
        Append(namespaceIndex, Next().Add("DEL"u8).Add(key), time);
        _isRemoval[Count - 1] = true;
    }

    /// <summary>True when something stands in it, from an index on, that is more than keys which went by themselves.</summary>
    public bool HasCalls(int start)
    {
        for (int i = start; i < Count; i++)
        {
            if (!_isRemoval[i])
                return true;
        }
        return false;
    }

    /// <summary>Takes out what was added from an index on, but for keys which went by themselves.</summary>
    public void DropCalls(int start)
    {
        int kept = start;
        for (int i = start; i < Count; i++)
        {
            if (!_isRemoval[i])
                continue;
            (_builders[kept], _builders[i]) = (_builders[i], _builders[kept]);
            _commands[kept] = _commands[i];
            _isRemoval[kept++] = true;
        }
        Count = kept;
    }

    private ArgumentListBuilder Next()
    {
        if (Count == _builders.Count)
            _builders.Add(new ArgumentListBuilder());
        return _builders[Count].Clear();
    }

    private void Append(int namespaceIndex, ArgumentListBuilder request, long time)
    {
        if (Count == _commands.Length)
        {
            Array.Resize(ref _isRemoval, Count * 2);
            Array.Resize(ref _commands, Count * 2);
        }
        _isRemoval[Count] = false;
        _commands[Count++] = new PropagatedCommand(namespaceIndex, request.Arguments, time);
    }
}
