using CacheStorm.Plugins.Geo.Data;

namespace CacheStorm.Plugins.Geo;

/// <summary>What all the searching commands do: find the points, then answer or store them.</summary>
internal static class Searching
{
    /// <summary>Runs a search.</summary>
    /// <param name="context">The call.</param>
    /// <param name="form">In which words it is asked for.</param>
    /// <param name="canStore">Whether the command may store its result.</param>
    public static void Run(CommandContext context, SearchForm form, bool canStore)
    {
        bool exists = context.Keyspace.TryFind(context.Args[form == SearchForm.SearchStore ? 2 : 1], out Entry source);
        if (exists && source.Type is not SortedSetType)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }
        if (!new SearchReader(context, form, canStore, exists, source).TryRead(out SearchOptions options))
            return;
        if (options.Destination != 0 && !options.IsDestinationDeclared && !context.EnsureExclusive())
            return;
        if (!exists)
        {
            if (options.Destination == 0)
                context.Reply.Array(0);
            else
                StoreNothing(context, in options);
            return;
        }

        FoundPoints points = FoundPoints.Rent();
        try
        {
            AreaSearch.Collect(in source, in options.Area, options.Any ? options.Count : 0, points);
            int wanted = options.Count == 0 ? points.Count : (int)Math.Min(points.Count, options.Count);
            if (options.Order != SearchOrder.None)
                points.Sort(options.Order == SearchOrder.Descending, wanted);
            if (options.Destination == 0)
                Answer(context, in options, points, wanted);
            else if (wanted == 0)
                StoreNothing(context, in options);
            else
                Store(context, form, (SortedSetType)source.Type, in options, points, wanted);
        }
        finally
        {
            points.Dispose();
        }
    }

    private static void Answer(CommandContext context, in SearchOptions options, FoundPoints points, int wanted)
    {
        ReplyWriter reply = context.Reply;
        reply.Array(wanted);
        for (int i = 0; i < wanted; i++)
        {
            ref readonly FoundPoint point = ref points[i];
            if (options.Details > 0)
                reply.Array(1 + options.Details);
            reply.Bulk(points.MemberOf(in point));
            if (options.WithDistance)
                PointReply.WriteDistance(reply, point.Metres / options.Area.MetresPerUnit);
            if (options.WithHash)
                reply.Integer(GeoScore.Integer(point.Score));
            if (options.WithPosition)
                PointReply.WritePosition(reply, point.Position);
        }
    }

    /// <summary>Puts the points in place of whatever is at the destination, which may be the source: the points are copies.</summary>
    private static void Store(CommandContext context, SearchForm form, SortedSetType sortedSets, in SearchOptions options, FoundPoints points, int wanted)
    {
        ReadOnlySpan<byte> destination = context.Args[options.Destination];
        for (int i = 0; i < wanted; i++)
        {
            ref readonly FoundPoint point = ref points[i];
            double score = options.StoresDistances ? point.Metres / options.Area.MetresPerUnit : point.Score;
            if (i == 0)
                sortedSets.Replace(context.Keyspace, destination, points.MemberOf(in point), score);
            else
                sortedSets.Set(context.Keyspace, destination, points.MemberOf(in point), score);
        }
        ReadOnlySpan<byte> name = form == SearchForm.SearchStore ? "geosearchstore"u8 : "georadiusstore"u8;
        context.KeyEvent(KeyEventKinds.SortedSet, name, destination);
        context.Reply.Integer(wanted);
    }

    private static void StoreNothing(CommandContext context, in SearchOptions options)
    {
        ReadOnlySpan<byte> destination = context.Args[options.Destination];
        if (context.Keyspace.Remove(destination))
            context.KeyEvent(KeyEventKinds.Generic, "del"u8, destination);
        context.Reply.Integer(0);
    }
}
