using System.Buffers;
using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>The inputs of a union, intersection or difference by their keys. Belongs to one call.</summary>
internal readonly ref struct AlgebraSources
{
    private static readonly Comparison<Source> s_bySize = static (left, right) =>
        left.Count != right.Count ? left.Count.CompareTo(right.Count) : left.Argument.CompareTo(right.Argument);

    private readonly ZSetType _type;
    private readonly Keyspace _keyspace;
    private readonly ArgumentList _arguments;
    private readonly Source[] _sources;

    private AlgebraSources(ZSetType type, CommandContext context, int count)
    {
        _type = type;
        _keyspace = context.Keyspace;
        _arguments = context.Args.List;
        _sources = ArrayPool<Source>.Shared.Rent(count);
        Count = count;
    }

    /// <summary>How many inputs there are.</summary>
    public int Count { get; }

    /// <summary>Looks at the inputs. When a key holds something else than a sorted set or a set, the error is the reply.</summary>
    /// <param name="type">The type.</param>
    /// <param name="context">The call.</param>
    /// <param name="firstKey">The argument that is the first key.</param>
    /// <param name="count">How many keys there are.</param>
    /// <param name="sources">The inputs; to be disposed of, whatever is returned.</param>
    public static bool TryOpen(ZSetType type, CommandContext context, int firstKey, int count, out AlgebraSources sources)
    {
        sources = new AlgebraSources(type, context, count);
        for (int i = 0; i < count; i++)
        {
            LookupResult found = AlgebraInput.TryOpen(type, sources._keyspace, sources._arguments[firstKey + i], Lookup.Read, out AlgebraInput input);
            if (found == LookupResult.WrongType)
            {
                context.Reply.Error(Errors.WrongType);
                return false;
            }
            sources._sources[i] = new Source { Argument = firstKey + i, Count = found == LookupResult.Found ? input.Count : 0, Weight = 1 };
        }
        return true;
    }

    public void Dispose()
    {
        if (_sources is not null)
            ArrayPool<Source>.Shared.Return(_sources);
    }

    /// <summary>Gives the inputs their weights.</summary>
    /// <param name="firstWeight">The argument that is the first weight; was checked.</param>
    public void Weigh(int firstWeight)
    {
        for (int i = 0; i < Count; i++)
            Numbers.TryParseDouble(_arguments[firstWeight + i], out _sources[i].Weight);
    }

    /// <summary>Brings the smallest input to the front. Floating-point sums depend on the order, so it is Redis': by size, then as named.</summary>
    public void SortBySize() => _sources.AsSpan(0, Count).Sort(s_bySize);

    /// <summary>How many members an input has.</summary>
    public long SizeOf(int index) => _sources[index].Count;

    /// <summary>The weight of an input.</summary>
    public double WeightOf(int index) => _sources[index].Weight;

    /// <summary>Opens an input.</summary>
    /// <returns>False when it is empty.</returns>
    public bool TryOpen(int index, out AlgebraInput input) =>
        AlgebraInput.TryOpen(_type, _keyspace, _arguments[_sources[index].Argument], Lookup.Peek, out input) == LookupResult.Found;

    private struct Source
    {
        public int Argument;
        public long Count;
        public double Weight;
    }
}
