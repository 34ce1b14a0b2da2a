using System.Buffers;
using CacheStorm.Plugins.Geo.Data;

namespace CacheStorm.Plugins.Geo;

/// <summary>GEOADD: places become scores of a sorted set, by ZADD's rules. It is passed on as ZADD, too.</summary>
internal sealed class AddCommand(IDataTypes types)
{
    private const int PlacesOnStack = 32;

    [Command("GEOADD", Arity = -5, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "geo",
        Since = "3.2.0",
        Summary = "Add one or more geospatial items in the geospatial index represented using a sorted set",
        Complexity = "O(log(N)) for each item added, where N is the number of elements in the sorted set.",
        Arguments = "key:key#0 condition=(nx!NX | xx!XX)?^6.2.0 change!CH?^6.2.0 longitude_latitude_member={longitude:double latitude:double member:string}*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    [CommandHistory("6.2.0", "Added the `CH`, `NX` and `XX` options.")]
    public void GeoAdd(CommandContext context)
    {
        if (!AddOptions.TryParse(context.Args, out AddOptions options))
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }

        // Nothing changes before all places are known to be some.
        ulong[]? rented = options.Count > PlacesOnStack ? ArrayPool<ulong>.Shared.Rent(options.Count) : null;
        Span<ulong> places = rented is null ? stackalloc ulong[PlacesOnStack] : rented;
        places = places[..options.Count];
        if (TryReadPlaces(context, in options, places))
            Add(context, in options, places);
        if (rented is not null)
            ArrayPool<ulong>.Shared.Return(rented);
    }

    private static bool TryReadPlaces(CommandContext context, in AddOptions options, Span<ulong> places)
    {
        for (int i = 0; i < places.Length; i++)
        {
            if (!GeoArguments.TryPosition(context, options.First + i * AddOptions.Stride, out Position position))
                return false;
            places[i] = GeoScore.BitsOf(position);
        }
        return true;
    }

    private void Add(CommandContext context, in AddOptions options, ReadOnlySpan<ulong> places)
    {
        bool exists = context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Write);
        if (!TryFindType(context, exists, in entry, out SortedSetType? sortedSets))
            return;

        int added = 0;
        int changed = 0;
        for (int i = 0; i < places.Length; i++)
        {
            ReadOnlySpan<byte> member = MemberOf(context, in options, i);
            double score = places[i];
            bool isMember = TryScore(context, sortedSets!, member, out double current);
            if (isMember ? options.OnlyNew || score == current : options.OnlyExisting)
                continue;
            sortedSets!.Set(context.Keyspace, context.Key, member, score);
            added += isMember ? 0 : 1;
            changed++;
        }

        if (changed > 0)
        {
            context.KeyEvent(KeyEventKinds.SortedSet, "zadd"u8, context.Key);
            if (context.Effects.Wanted)
                PassOn(context, in options, places);
        }
        context.Reply.Integer(options.CountChanged ? changed : added);
    }

    /// <summary>The type of what is there, or the one that would be made. When there is none, the error is the reply.</summary>
    private bool TryFindType(CommandContext context, bool exists, in Entry entry, out SortedSetType? sortedSets)
    {
        if (exists)
            sortedSets = entry.Type as SortedSetType;
        else
            sortedSets = types.TryFind("zset"u8, out DataType? type) ? type as SortedSetType : null;
        if (sortedSets is not null)
            return true;
        context.Reply.Error(exists ? Errors.WrongType : GeoErrors.NoSortedSets);
        return false;
    }

    // Each change ends what was read before it, so the entry is looked up anew.
    private static bool TryScore(CommandContext context, SortedSetType sortedSets, ReadOnlySpan<byte> member, out double score)
    {
        score = 0;
        return context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Peek) && sortedSets.TryScore(in entry, member, out score);
    }

    private static ReadOnlySpan<byte> MemberOf(CommandContext context, in AddOptions options, int place) =>
        context.Args[options.First + place * AddOptions.Stride + 2];

    private static void PassOn(CommandContext context, in AddOptions options, ReadOnlySpan<ulong> places)
    {
        ArgumentListBuilder command = context.Effects.Rewrite().Add("zadd"u8);
        for (int i = 1; i < options.First; i++)
            command.Add(context.Args[i]);
        for (int i = 0; i < places.Length; i++)
            command.Add((long)places[i]).Add(MemberOf(context, in options, i));
    }
}
