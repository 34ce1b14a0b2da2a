using System.Globalization;
using System.Text;

namespace CacheStorm.Host.Storage;

/// <summary>
/// Which namespaces there are. The numbered ones come first and are made when they are asked for; those with names of their own follow. An
/// index is given to another namespace only a while after its last one was deleted, when neither a client nor a snapshot can have it in mind.
/// Reading is thread-safe; names are added and taken away by calls that run alone.
/// </summary>
internal sealed class NamespaceDirectory(Store store, int databases)
{
    private const long RestMilliseconds = 60_000;

    private readonly Lock _gate = new();
    private volatile Namespace?[] _spaces = new Namespace?[databases];
    private volatile Dictionary<string, Namespace> _byName = [];
    private Namespace? _nothing;

    public int Databases => databases;

    /// <summary>All by index; null where none was asked for yet. Deleted ones are among them, and hold nothing.</summary>
    public Namespace?[] All => _spaces;

    /// <summary>The one of this index, made if it is a numbered one; null when there never was one. May be a deleted one.</summary>
    public Namespace? At(int index)
    {
        Namespace?[] spaces = _spaces;
        if ((uint)index >= (uint)spaces.Length)
            return null;
        return Volatile.Read(ref spaces[index]) ?? Open(index);
    }

    /// <summary>The one of this name, made if it is a numbered one.</summary>
    public Namespace? Find(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.Length > NamespaceName.MaxLength)
            return null;
        if (name.SequenceEqual("default"u8))
            return At(0);
        if (NamespaceName.TryGetNumber(name, out int number))
            return number < databases ? At(number) : null;
        Span<char> text = stackalloc char[name.Length];
        return Ascii.ToUtf16(name, text, out _) == System.Buffers.OperationStatus.Done
            && _byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out Namespace? space) ? space : null;
    }

    /// <summary>Calls something on each that was made. With the lock that making one needs.</summary>
    public void ForEach(Action<Namespace> action)
    {
        lock (_gate)
        {
            foreach (Namespace? space in _spaces)
            {
                if (space is not null)
                    action(space);
            }

            if (_nothing is not null)
                action(_nothing);
        }
    }

    /// <summary>Makes one with a name of its own, which is new. Alone only.</summary>
    public Namespace Add(string name)
    {
        lock (_gate)
        {
            Namespace space = Rested() ?? Append(name);
            if (space.IsRetired)
                space.Revive(name);
            _byName = new Dictionary<string, Namespace>(_byName) { [name] = space };
            return space;
        }
    }

    /// <summary>Takes away one with a name of its own, which is empty. Alone only.</summary>
    /// <returns>What was counted in it.</returns>
    public ShardCounters Remove(Namespace space)
    {
        lock (_gate)
        {
            var byName = new Dictionary<string, Namespace>(_byName);
            byName.Remove(space.Name);
            _byName = byName;
            _nothing ??= new Namespace(store, -1, "");
            return space.Retire(_nothing.Set, store.Now);
        }
    }

    /// <summary>A deleted one whose index may be used again.</summary>
    private Namespace? Rested()
    {
        if (store.Snapshots.IsRunning)
            return null;
        foreach (Namespace? space in _spaces)
        {
            if (space is { IsRetired: true } && store.Now - space.RetiredAt >= RestMilliseconds)
                return space;
        }

        return null;
    }

    private Namespace Append(string name)
    {
        Namespace?[] spaces = _spaces;
        Namespace space = new(store, spaces.Length, name);
        Array.Resize(ref spaces, spaces.Length + 1);
        spaces[^1] = space;
        _spaces = spaces;
        return space;
    }

    private Namespace? Open(int index)
    {
        lock (_gate)
        {
            // Looked for anew: the array may have been exchanged meanwhile.
            return _spaces[index] ??=
                new Namespace(store, index, index == 0 ? "default" : $"db{index.ToString(CultureInfo.InvariantCulture)}");
        }
    }
}
