using System.Runtime.CompilerServices;

namespace CacheStorm.Host.Storage.Values;

/// <summary>
/// The types of values by number, as records hold it; 0 is the string. Types are only ever added, when plugins start, so
/// readers need no lock.
/// </summary>
internal sealed class DataTypes
{
    private const int Most = 256;

    private readonly Lock _gate = new();
    private readonly DataType?[] _types = new DataType?[Most];

    public DataTypes(DataType stringType) => Register(stringType);

    public int Count { get; private set; }

    public DataType this[int id]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _types[id] ?? throw new InvalidOperationException("No type has this number.");
    }

    /// <summary>Gives a type its number. The same name again (a plugin was loaded anew) takes the old one's place.</summary>
    public void Register(DataType type)
    {
        lock (_gate)
        {
            int id = 0;
            while (id < Count && _types[id]!.Name != type.Name)
                id++;
            if (id == Most)
                throw new InvalidOperationException("There are too many data types.");
            type.Id = id;
            _types[id] = type;
            Count = Math.Max(Count, id + 1);
        }
    }

    /// <summary>The type of this name, or null.</summary>
    public DataType? Find(ReadOnlySpan<char> name)
    {
        for (int id = 0; id < Count; id++)
        {
            if (name.SequenceEqual(_types[id]!.Name))
                return _types[id];
        }

        return null;
    }
}
