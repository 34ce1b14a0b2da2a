using CacheStorm.Plugins.Lists.Data;
using CacheStorm.Plugins.Lists.Options;

namespace CacheStorm.Plugins.Lists.Commands;

/// <summary>LLEN, LRANGE, LINDEX, LPOS: what only reads.</summary>
internal sealed class RangeCommands(StandardListType lists)
{
    [Command("LLEN", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "list",
        Since = "1.0.0",
        Summary = "Get the length of a list",
        Complexity = "O(1)",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadOnly)]
    public void Length(CommandContext context)
    {
        if (TryRead(context, out Entry entry, out LookupResult found))
            context.Reply.Integer(lists.Count(entry));
        else if (found == LookupResult.Missing)
            context.Reply.Integer(0);
    }

    [Command("LRANGE", Arity = 4, Flags = CommandFlags.ReadOnly,
        Group = "list",
        Since = "1.0.0",
        Summary = "Get a range of elements from a list",
        Complexity = "O(S+N) where S is the distance of start offset from HEAD for small lists, from nearest end (HEAD or TAIL) for large lists; and N is the number of elements in the specified range.",
        Arguments = "key:key#0 start:integer stop:integer")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void Range(CommandContext context)
    {
        if (!context.Args.TryInt64(2, out long start) || !context.Args.TryInt64(3, out long stop))
            return;
        if (!TryRead(context, out Entry entry, out LookupResult found))
        {
            if (found == LookupResult.Missing)
                context.Reply.Array(0);
            return;
        }

        var cursor = new ListCursor(entry);
        ListRange range = ListRange.Of(start, stop, cursor.Count);
        context.Reply.Array(checked((int)range.Count));
        if (range.Count == 0)
            return;
        cursor.Seek(range.Start);
        for (long i = 0; i < range.Count; i++)
        {
            cursor.Next(out PackedElement element);
            element.WriteTo(context.Reply);
        }
    }

    [Command("LINDEX", Arity = 3, Flags = CommandFlags.ReadOnly,
        Group = "list",
        Since = "1.0.0",
        Summary = "Get an element from a list by its index",
        Complexity = "O(N) where N is the number of elements to traverse to get to the element at index. This makes asking for the first or the last element of the list O(1).",
        Arguments = "key:key#0 index:integer")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void Index(CommandContext context)
    {
        if (!TryRead(context, out Entry entry, out LookupResult found))
        {
            if (found == LookupResult.Missing)
                context.Reply.Null();
            return;
        }

        if (!context.Args.TryInt64(2, out long index))
            return;
        var cursor = new ListCursor(entry);
        if (index < 0)
            index += cursor.Count;
        if ((ulong)index >= (ulong)cursor.Count)
        {
            context.Reply.Null();
            return;
        }

        cursor.Seek(index);
        cursor.Next(out PackedElement element);
        element.WriteTo(context.Reply);
    }

    [Command("LPOS", Arity = -3, Flags = CommandFlags.ReadOnly,
        Group = "list",
        Since = "6.0.6",
        Summary = "Return the index of matching elements on a list",
        Complexity = "O(N) where N is the number of elements in the list, for the average case. When searching for elements near the head or the tail of the list, or when the MAXLEN option is provided, the command may run in constant time.",
        Arguments = "key:key#0 element:string rank:integer@RANK? num-matches:integer@COUNT? len:integer@MAXLEN?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void Position(CommandContext context)
    {
        if (!PositionOptions.TryParse(context, out PositionOptions options))
            return;
        if (!TryRead(context, out Entry entry, out LookupResult found))
        {
            if (found != LookupResult.Missing)
                return;
            if (options.Count == -1)
                context.Reply.Null();
            else
                context.Reply.Array(0);
            return;
        }

        var cursor = new ListCursor(entry);
        if (options.Count == -1)
        {
            if (TryFindNext(ref cursor, context.Args[2], options, out long first))
                context.Reply.Integer(first);
            else
                context.Reply.Null();
        }
        else
        {
            ReplyPositions(context, ref cursor, options);
        }
    }

    private static void ReplyPositions(CommandContext context, ref ListCursor cursor, PositionOptions options)
    {
        var wanted = new ElementMatch(context.Args[2]);
        DeferredLength length = context.Reply.DeferredArray();
        int matches = 0;
        var search = new ListSearch(ref cursor, options);
        while ((options.Count == 0 || matches < options.Count) && search.Next(ref cursor, wanted, out long index))
        {
            context.Reply.Integer(index);
            matches++;
        }

        context.Reply.Complete(length, matches);
    }

    private static bool TryFindNext(ref ListCursor cursor, ReadOnlySpan<byte> element, PositionOptions options, out long index) =>
        new ListSearch(ref cursor, options).Next(ref cursor, new ElementMatch(element), out index);

    private bool TryRead(CommandContext context, out Entry entry, out LookupResult found)
    {
        found = lists.TryRead(context.Keyspace, context.Key, out entry);
        if (found == LookupResult.WrongType)
            context.Reply.Error(Errors.WrongType);
        return found == LookupResult.Found;
    }
}
