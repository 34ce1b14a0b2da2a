namespace CacheStorm.Plugins.Server;

/// <summary>
/// What entries cost, added up by looking at them: at all of a namespace when it has at most <see cref="MostKeys"/>, else at so many that lie
/// side by side in the order of their hashes, from a random place on, which neither name nor size has to do with. Belongs to one call.
/// </summary>
internal sealed class EntrySurvey
{
    /// <summary>How many entries one call looks at; some ten milliseconds, and no shard is locked for more than a few dozen of them.</summary>
    public const int MostKeys = 100_000;

    private const int Stretch = 1024;

    // By the server's number of the type.
    private TypeShare[] _types = new TypeShare[8];

    /// <summary>How many entries were looked at.</summary>
    public long Seen { get; private set; }

    /// <summary>What they cost, each as MEMORY USAGE says.</summary>
    public long Bytes { get; private set; }

    /// <summary>The part of that which they pay for their tags.</summary>
    public long TagBytes { get; private set; }

    /// <summary>The bytes of their names.</summary>
    public long NameBytes { get; private set; }

    /// <summary>True when there were too many to look at each.</summary>
    public bool IsSample { get; set; }

    /// <summary>By their type.</summary>
    public IEnumerable<TypeShare> Types => _types.Where(static one => one.Keys > 0);

    public LargestKeys Largest { get; } = new();

    /// <summary>Looks at the entries of a namespace. For calls that hold no key's lock, or run alone.</summary>
    /// <param name="context">The call.</param>
    /// <param name="namespaces">The namespaces.</param>
    /// <param name="space">The one.</param>
    /// <param name="most">At how many.</param>
    public static EntrySurvey Of(CommandContext context, INamespaces namespaces, in NamespaceMemory space, long most)
    {
        var survey = new EntrySurvey { IsSample = space.Keys > most };
        var visitor = new Visitor(survey);
        if (space.Keys == 0)
            return survey;

        ulong start = survey.IsSample ? (ulong)Random.Shared.NextInt64() : 0;
        ulong cursor = start;
        bool isPastEnd = !survey.IsSample;

        // Most of what it comes across may be gone but not taken back yet: the steps are counted, too.
        for (long steps = 4 * most / Stretch + 1024; steps > 0 && (!survey.IsSample || survey.Seen < most); steps--)
        {
            cursor = namespaces.Scan(context, space.Index, cursor, Stretch, ref visitor);
            if (cursor != 0)
                continue;
            if (isPastEnd)
                break;
            isPastEnd = true;
        }

        return survey;
    }

    public void Add(in Entry entry) => Add(entry, out _);

    /// <summary>Adds an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="tagBytes">What it pays for its tags.</param>
    public void Add(in Entry entry, out long tagBytes)
    {
        long cost = entry.MemoryUsage(out tagBytes);
        Seen++;
        Bytes += cost;
        TagBytes += tagBytes;
        NameBytes += entry.Key.Length;
        AddTo(entry.Type, cost);
        Largest.Add(entry, cost);
    }

    /// <summary>What a sum over the entries looked at means for all of them.</summary>
    public long Extrapolate(long sum, long keys) =>
        !IsSample ? sum : Seen == 0 ? 0 : (long)Math.Round((double)sum * keys / Seen);

    private void AddTo(DataType type, long cost)
    {
        if (type.Id >= _types.Length)
            Array.Resize(ref _types, type.Id + 1);
        ref TypeShare share = ref _types[type.Id];
        share = new TypeShare(type, share.Keys + 1, share.Bytes + cost);
    }

    private readonly struct Visitor(EntrySurvey survey) : IEntryVisitor
    {
        public void Visit(in Entry entry) => survey.Add(entry);
    }
}

/// <summary>What the entries of one type cost.</summary>
/// <param name="Type">The type.</param>
/// <param name="Keys">How many were looked at.</param>
/// <param name="Bytes">What those cost.</param>
internal readonly record struct TypeShare(DataType Type, long Keys, long Bytes);
