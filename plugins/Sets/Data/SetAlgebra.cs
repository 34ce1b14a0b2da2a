using System.Buffers;

namespace CacheStorm.Plugins.Sets;

/// <summary>Which of the operations on several sets.</summary>
internal enum SetOperation
{
    Union,
    Intersection,
    Difference,
}

/// <summary>Union, intersection and difference of the sets at some keys. Holds no state; all keys' locks are held.</summary>
internal static class SetAlgebra
{
    /// <summary>Gathers the result.</summary>
    /// <param name="context">The call.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="first">The argument of the first key; the last argument is the last key.</param>
    /// <param name="result">Receives the members, each once.</param>
    /// <returns>False when the error is the reply.</returns>
    public static bool TryGather(CommandContext context, SetOperation operation, int first, MemberScratch result)
    {
        var sink = new ScratchSink(result);
        if (operation == SetOperation.Intersection)
            return TryIntersect(context, first, context.Args.Count - first, ref sink);

        int count = context.Args.Count - first;
        SetSource[]? rented = count > SetSource.OnStack ? ArrayPool<SetSource>.Shared.Rent(count) : null;
        Span<SetSource> sources = (rented ?? stackalloc SetSource[SetSource.OnStack])[..count];
        bool isSound = SetSource.TryGather(context, first, sources);
        if (isSound && operation == SetOperation.Union)
            Unite(context, sources, result);
        else if (isSound)
            Subtract(context, sources, result);
        if (rented is not null)
            ArrayPool<SetSource>.Shared.Return(rented);
        return isSound;
    }

    /// <summary>Walks through the intersection, beginning with the smallest set.</summary>
    /// <returns>False when the error is the reply.</returns>
    public static bool TryIntersect<TSink>(CommandContext context, int first, int count, ref TSink sink) where TSink : struct, IMemberSink
    {
        SetSource[]? rented = count > SetSource.OnStack ? ArrayPool<SetSource>.Shared.Rent(count) : null;
        Span<SetSource> sources = (rented ?? stackalloc SetSource[SetSource.OnStack])[..count];
        bool isSound = SetSource.TryGather(context, first, sources);
        if (isSound)
        {
            sources.Sort(default(SetSource.Ascending));
            if (sources[0].Count > 0)
                MemberFilter.Walk(context, sources[0], sources[1..], mustContain: true, ref sink);
        }

        if (rented is not null)
            ArrayPool<SetSource>.Shared.Return(rented);
        return isSound;
    }

    private static void Unite(CommandContext context, ReadOnlySpan<SetSource> sources, MemberScratch result)
    {
        foreach (SetSource source in sources)
        {
            if (source.Count > 0)
                AddAll(source.Open(context), result);
        }
    }

    private static void Subtract(CommandContext context, Span<SetSource> sources, MemberScratch result)
    {
        SetSource first = sources[0];
        if (first.Count == 0)
            return;

        long members = 0;
        foreach (SetSource source in sources)
            members += source.Count;
        Span<SetSource> others = sources[1..];
        others.Sort(default(SetSource.Descending));
        while (others.Length > 0 && others[^1].Count == 0)
            others = others[..^1];

        // As Redis weighs it: asking each other set for each member of the first ends early as a rule, so it counts for half.
        if (first.Count * sources.Length / 2 <= members)
        {
            var sink = new ScratchSink(result);
            MemberFilter.Walk(context, first, others, mustContain: false, ref sink);
            return;
        }

        using MemberScratch subtracted = MemberScratch.Begin();
        foreach (SetSource other in others)
            AddAll(other.Open(context), subtracted);
        SetReader set = first.Open(context);
        ElementPosition position = default;
        while (set.Next(ref position, out PackedElement member))
        {
            if (!subtracted.Contains(member))
                result.Add(member);
        }
    }

    private static void AddAll(SetReader set, MemberScratch target)
    {
        ElementPosition position = default;
        while (set.Next(ref position, out PackedElement member))
            target.AddDistinct(member);
    }
}
