namespace CacheStorm.Host.Dispatch;

/// <summary>
/// The effects of one outermost call, its nested calls included, until they are passed on together. Owns its bytes and is used again;
/// touched by its worker's thread only.
/// </summary>
internal sealed class EffectLog
{
    private readonly List<ArgumentListBuilder> _builders = [];
    private PropagatedCommand[] _commands = new PropagatedCommand[4];

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

    /// <summary>Adds a command of a name and a key.</summary>
    public void Add(int namespaceIndex, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key, long time) =>
        Append(namespaceIndex, Next().Add(name).Add(key), time);

    private ArgumentListBuilder Next()
    {
        if (Count == _builders.Count)
            _builders.Add(new ArgumentListBuilder());
        return _builders[Count].Clear();
    }

    private void Append(int namespaceIndex, ArgumentListBuilder request, long time)
    {
        if (Count == _commands.Length)
            Array.Resize(ref _commands, Count * 2);
        _commands[Count++] = new PropagatedCommand(namespaceIndex, request.Arguments, time);
    }
}
