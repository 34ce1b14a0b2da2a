using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace CacheStorm.Host.Storage.Values;

/// <summary>
/// The types of values by number, as records hold it; 0 is the string. Types are only ever added, when plugins start, so
/// readers need no lock.
/// </summary>
internal sealed class DataTypes : IDataTypes
{
    private const int Most = 256;

    private readonly Lock _gate = new();
    private readonly DataType?[] _types = new DataType?[Most];
    private readonly DataType?[] _readers = new DataType?[Most];   // by RDB type byte

    public DataTypes(DataType stringType) => Register(stringType);

    public int Count { get; private set; }

    /// <summary>True when a type must be told of its values that go.</summary>
    public bool AnyReleases { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<DataType> All => [.. _types.AsSpan(0, Count)!];

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
            type.HasRelease = type.GetType().GetMethod(nameof(DataType.Release))!.DeclaringType != typeof(DataType);
            AnyReleases |= type.HasRelease;
            _types[id] = type;
            foreach (byte rdbType in type.ReadableRdbTypes)
                _readers[rdbType] = type;
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

    /// <inheritdoc/>
    public bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out DataType? type)
    {
        for (int id = 0; id < Count; id++)
        {
            type = _types[id]!;
            if (Ascii.Equals(name, type.Name))
                return true;
        }

        type = null;
        return false;
    }

    /// <inheritdoc/>
    public bool TryFindReader(byte rdbType, [NotNullWhen(true)] out DataType? type)
    {
        type = rdbType == RdbType.Custom ? null : _readers[rdbType];
        return type is not null;
    }
}
