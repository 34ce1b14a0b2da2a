using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Storage.Values;

/// <summary>
/// Living values of types whose code is exchanged. Bytes and native blocks stay where they are as long as their layout is the same; objects belong
/// to the old code, so each is written down by the old type and read by the new one, and takes the old one's place in its entry, which keeps
/// expiry, tags and access. Used while no command runs; for one exchange.
/// </summary>
internal sealed unsafe class ValueCarrier(Store store)
{
    private static ReadOnlySpan<byte> ScratchKey => "\0an object on its way to a new build of its type"u8;

    private readonly List<CarriedValue> _values = [];
    private readonly List<(DataType Old, DataType New)> _types = [];

    /// <summary>Looks at the values of types that go, and writes down those that must be carried over.</summary>
    /// <param name="going">The old build's types.</param>
    /// <param name="coming">The new build's.</param>
    /// <returns>Why it can't be done, in a line; null: it can.</returns>
    public string? Save(IEnumerable<DataType> going, IReadOnlyCollection<DataType> coming)
    {
        foreach (DataType old in going)
        {
            DataType? successor = coming.FirstOrDefault(type => type.Name == old.Name);
            string? obstacle = null;
            if (successor is null)
                obstacle = "is not in what comes";
            else if (old.LayoutVersion != successor.LayoutVersion)
                obstacle = $"has layout {successor.LayoutVersion} in the new build, {old.LayoutVersion} in the old one";
            else if (old.UsesNativeBlocks != successor.UsesNativeBlocks || old is ObjectDataType != successor is ObjectDataType)
                obstacle = "keeps its values in another way in the new build";
            if (successor is not null)
                _types.Add((old, successor));
            if (obstacle is null && old is not ObjectDataType)
                continue;

            long count = Visit(old, obstacle is null ? successor : null);
            if (obstacle is not null && count > 0)
                return $"{count} keys hold values of its type {old.Name}, which {obstacle}; delete them first, or restart the server from a snapshot";
        }

        return null;
    }

    /// <summary>Makes the new objects, beside the old ones.</summary>
    /// <param name="keyspaceOf">The keyspaces of a call that runs alone.</param>
    /// <returns>Why it can't be done, in a line; null: it can. After either <see cref="Finish"/> or <see cref="Undo"/> must follow.</returns>
    public string? Convert(Func<int, Keyspace> keyspaceOf)
    {
        foreach ((_, DataType successor) in _types)
            store.Types.Register(successor);
        foreach (CarriedValue value in _values)
        {
            if (!TryConvert(value, keyspaceOf(value.Namespace)))
                return $"the new build can't read a value of its type {value.Old.Name} that the old one has written; mend its TryRead";
        }

        return null;
    }

    /// <summary>Puts the new objects in the place of the old ones.</summary>
    public void Finish()
    {
        foreach (CarriedValue value in _values)
        {
            var record = new Record((byte*)value.Record);
            if (value.Old.HasRelease)
                value.Old.Release(value.Shard.EntryOf(value.Hash, record, CallGeneration.NoCall));
            value.Shard.Objects!.Replace(Shard.ObjectRootOf(record).Index, value.Object!);
            value.Shard.ObjectResized(record, value.New.SizeOf(value.Object!));
            value.Shard.Settle();
        }
    }

    /// <summary>Everything stays as it was.</summary>
    public void Undo()
    {
        foreach ((DataType old, _) in _types)
            store.Types.Register(old);
    }

    private long Visit(DataType old, DataType? successor)
    {
        long count = 0;
        nint* records = stackalloc nint[SegmentTable.MostOfBucket];
        foreach (Namespace? space in store.Spaces)
        {
            if (space is null)
                continue;
            foreach (Shard shard in space.Shards)
            {
                ulong point = 0;
                for (bool end = shard.Table.Count == 0; !end;)
                {
                    int found = shard.Table.ListBucket(ref point, records, out end);
                    for (int i = 0; i < found; i++)
                    {
                        var record = new Record((byte*)records[i]);
                        if (record.Type != old.Id)
                            continue;
                        count++;
                        if (successor is not null)
                            Save(space, shard, record, (ObjectDataType)old, (ObjectDataType)successor);
                    }
                }
            }
        }

        return count;
    }

    private void Save(Namespace space, Shard shard, Record record, ObjectDataType old, ObjectDataType successor)
    {
        ulong hash = KeyHash.Of(record.Key);
        // A snapshot under way must see it as the old code knows it.
        shard.BeforeChange(hash, record);
        Entry entry = shard.EntryOf(hash, record, CallGeneration.NoCall);
        byte rdbType = old.RdbTypeOf(entry);
        var writer = new RdbWriter();
        old.Write(entry, writer);
        _values.Add(new CarriedValue(space.Index, shard, hash, (nint)record.Address, old, successor, rdbType,
            rdbType == RdbType.Custom ? old.Version : 0, writer.Written.ToArray()));
    }

    private static bool TryConvert(CarriedValue value, Keyspace keyspace)
    {
        var reader = new RdbReader(value.Bytes);
        if (!value.New.TryRead(ref reader, value.RdbType, value.Version, keyspace, ScratchKey, default))
            return false;
        if (!keyspace.TryFind(ScratchKey, out Entry entry, Lookup.Peek))
            return false;
        value.Object = entry.Type == value.New ? entry.Object : null;

        // The entry goes, its object lives on elsewhere.
        bool hasRelease = value.New.HasRelease;
        value.New.HasRelease = false;
        keyspace.Remove(ScratchKey);
        value.New.HasRelease = hasRelease;
        return value.Object is not null;
    }

    /// <summary>A value on its way.</summary>
    private sealed record CarriedValue(int Namespace, Shard Shard, ulong Hash, nint Record, ObjectDataType Old, ObjectDataType New,
        byte RdbType, int Version, byte[] Bytes)
    {
        public object? Object { get; set; }
    }
}
