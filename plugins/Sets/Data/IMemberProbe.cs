using System.Runtime.CompilerServices;

namespace CacheStorm.Plugins.Sets;

/// <summary>Says of many members whether they are in one set. A struct for each layout, so that the loops over members are made for it.</summary>
internal interface IMemberProbe
{
    /// <summary>True when a member of another set is one of this, too.</summary>
    bool Contains(scoped PackedElement member);
}

/// <summary>Asks a set of integers. Members mostly come in ascending order, so the search begins where the last one ended.</summary>
internal ref struct IntegerProbe(SetReader set) : IMemberProbe
{
    private const int Near = 8;

    private readonly ReadOnlySpan<byte> _integers = set.Bytes;
    private readonly int _count = (int)set.Count;
    private readonly int _width = IntegerSet.Width(set.Bytes);
    private int _next;

    public bool Contains(scoped PackedElement member)
    {
        if (!member.TryInt64(out long number))
            return false;
        for (int steps = 0; steps < Near && _next < _count; steps++, _next++)
        {
            long there = IntegerSet.Read(_integers, _width, _next);
            if (there == number)
                return true;
            if (there > number)
                break;
        }

        return IntegerSet.TryFind(_integers, number, out _next);
    }
}

/// <summary>Asks a set as it is.</summary>
internal readonly ref struct ReaderProbe(SetReader set) : IMemberProbe
{
    private readonly SetReader _set = set;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(scoped PackedElement member) => _set.Contains(member);
}

/// <summary>Asks a table.</summary>
internal readonly ref struct TableProbe(SetReader set) : IMemberProbe
{
    private readonly MemberTable _table = set.Table;

    public bool Contains(scoped PackedElement member)
    {
        if (!member.IsNumber)
            return _table.TryFind(member.Bytes, out _);
        Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
        return _table.TryFind(member.Text(text), out _);
    }
}
