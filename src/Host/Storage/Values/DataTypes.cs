using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace CacheStorm.Host.Storage.Values;

/// <summary>
/// The types of values by number, as records hold it; 0 is the string. Numbers are only ever added, and keep their name for good. A
/// type is exchanged or taken away while no command runs, so readers need no lock.
/// </summary>
internal sealed class DataTypes : IDataTypes
{
    private const int Most = 256;

    private readonly Lock _gate = new();
    private readonly DataType?[] _types = new DataType?[Most];
    private readonly string?[] _names = new string?[Most];
    private readonly DataType?[] _readers = new DataType?[Most];   // by RDB type byte

    public DataTypes(DataType stringType) => Register(stringType);

    public int Count { get; private set; }

    /// <summary>True when a type must be told of its values that go.</summary>
    public bool AnyReleases { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<DataType> All => [.. _types.Take(Count).OfType<DataType>()];

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
            while (id < Count && _names[id] != type.Name)
                id++;
            if (id == Most)
                throw new InvalidOperationException("There are too many data types.");
            ForgetReader(_types[id]);
            type.Id = id;
            _names[id] = type.Name;
            type.HasRelease = type.GetType().GetMethod(nameof(DataType.Release))!.DeclaringType != typeof(DataType);
            AnyReleases |= type.HasRelease;
            _types[id] = type;
            foreach (byte rdbType in type.ReadableRdbTypes)
                _readers[rdbType] = type;
            Count = Math.Max(Count, id + 1);
        }
    }

    /// <summary>Takes a type away. There must be no values of it; its number waits for the next one of its name.</summary>
    public void Remove(DataType type)
    {
        lock (_gate)
        {
            if ((uint)type.Id >= (uint)Count || _types[type.Id] != type)
                return;
            ForgetReader(type);
            _types[type.Id] = null;
        }
    }

    private void ForgetReader(DataType? type)
    {
        for (int i = 0; i < Most && type is not null; i++)
        {
            if (_readers[i] == type)
                _readers[i] = null;
        }
    }

    /// <summary>The type of this name, or null.</summary>
    public DataType? Find(ReadOnlySpan<char> name)
    {
        for (int id = 0; id < Count; id++)
        {
            if (_types[id] is { } type && name.SequenceEqual(type.Name))
                return _types[id];
        }

        return null;
    }

    /// <inheritdoc/>
    public bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out DataType? type)
    {
        for (int id = 0; id < Count; id++)
        {
            type = _types[id];
            if (type is not null && Ascii.Equals(name, type.Name))
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
