namespace CacheStorm.Plugins.Tracking;

/// <summary>
/// Keys with the clients that have read them: a hash table whose entries lie side by side, so that any one of them can be had by its index
/// (the last one takes the place of one that goes). No lock of its own; <see cref="InvalidationTable"/> has one for each.
/// </summary>
internal sealed class KeyTable
{
    private const int SmallestSize = 8;

    private struct Entry
    {
        public byte[] Key;
        public object Readers;
        public uint Hash;
        /// <summary>The next entry of the same bucket, counted from one; 0: none.</summary>
        public int Next;
    }

    private Entry[] _entries = [];
    private int[] _buckets = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>The index of a key, until the table changes; -1: it is not there.</summary>
    public int IndexOf(uint hash, ReadOnlySpan<byte> key)
    {
        if (_count == 0)
            return -1;
        int i = _buckets[BucketOf(hash)];
        while (i != 0 && !(_entries[i - 1].Hash == hash && key.SequenceEqual(_entries[i - 1].Key)))
            i = _entries[i - 1].Next;
        return i - 1;
    }

    /// <summary>Adds a key that is not there.</summary>
    public void Add(uint hash, ReadOnlySpan<byte> key, object readers)
    {
        if (_count == _entries.Length)
            Resize(Math.Max(SmallestSize, _count * 2));
        _entries[_count] = new Entry { Key = key.ToArray(), Readers = readers, Hash = hash };
        Link(_count);
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Takes out the key at an index.</summary>
    public object TakeAt(int index, out byte[] key)
    {
        key = _entries[index].Key;
        object readers = _entries[index].Readers;
        Unlink(index);
        int last = _count - 1;
        if (index != last)
        {
            Unlink(last);
            _entries[index] = _entries[last];
            Link(index);
        }
        _entries[last] = default;
        Volatile.Write(ref _count, last);
        if (last <= _entries.Length / 4 && _entries.Length > SmallestSize)
            Resize(_entries.Length / 2);
        return readers;
    }

    /// <summary>The clients of the key at an index.</summary>
    public ref object ReadersAt(int index) => ref _entries[index].Readers;

    public void Clear()
    {
        _entries = [];
        _buckets = [];
        Volatile.Write(ref _count, 0);
    }

    private int BucketOf(uint hash) => (int)(hash & (uint)(_buckets.Length - 1));

    private void Link(int index)
    {
        ref Entry entry = ref _entries[index];
        ref int bucket = ref _buckets[BucketOf(entry.Hash)];
        entry.Next = bucket;
        bucket = index + 1;
    }

    private void Unlink(int index)
    {
        ref int link = ref _buckets[BucketOf(_entries[index].Hash)];
        while (link != index + 1)
            link = ref _entries[link - 1].Next;
        link = _entries[index].Next;
    }

    private void Resize(int size)
    {
        Array.Resize(ref _entries, size);
        _buckets = new int[size];
        for (int i = 0; i < _count; i++)
            Link(i);
    }
}
