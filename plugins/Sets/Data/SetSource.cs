namespace CacheStorm.Plugins.Sets;

/// <summary>One of the sets of an operation.</summary>
/// <param name="Argument">The argument that names its key.</param>
/// <param name="Count">How many members it has; 0: there is none.</param>
internal readonly record struct SetSource(int Argument, long Count)
{
    /// <summary>So many are held on the stack.</summary>
    public const int OnStack = 16;

    /// <summary>The smallest first.</summary>
    public readonly struct Ascending : IComparer<SetSource>
    {
        public int Compare(SetSource x, SetSource y) => x.Count.CompareTo(y.Count);
    }

    /// <summary>The largest first.</summary>
    public readonly struct Descending : IComparer<SetSource>
    {
        public int Compare(SetSource x, SetSource y) => y.Count.CompareTo(x.Count);
    }

    /// <summary>Looks all of an operation's keys up, in their order. One of another type is an error even when the result is clear without it.</summary>
    /// <param name="context">The call.</param>
    /// <param name="first">The argument of the first key.</param>
    /// <param name="sources">Receives them.</param>
    /// <returns>False when the error is the reply.</returns>
    public static bool TryGather(CommandContext context, int first, Span<SetSource> sources)
    {
        for (int i = 0; i < sources.Length; i++)
        {
            LookupResult found = context.FindSet(context.Args[first + i], Lookup.Read, out Entry entry);
            if (found == LookupResult.WrongType)
                return false;
            sources[i] = new SetSource(first + i, found == LookupResult.Found ? new SetReader(entry).Count : 0);
        }

        return true;
    }

    /// <summary>The set; its key was found before by the same call.</summary>
    public SetReader Open(CommandContext context)
    {
        context.Keyspace.TryFind(context.Args[Argument], out Entry entry, Lookup.Peek);
        return new SetReader(entry);
    }
}
