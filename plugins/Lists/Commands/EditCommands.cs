using CacheStorm.Plugins.Lists.Data;
using CacheStorm.Plugins.Lists.Options;

namespace CacheStorm.Plugins.Lists.Commands;

/// <summary>LSET, LINSERT, LREM, LTRIM: what changes a list in its middle.</summary>
internal sealed class EditCommands(StandardListType lists)
{
    [Command("LSET", Arity = 4, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "list",
        Since = "1.0.0",
        Summary = "Set the value of an element in a list by its index",
        Complexity = "O(N) where N is the length of the list. Setting either the first or the last element of the list is O(1).",
        Arguments = "key:key#0 index:integer element:string")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    public void Set(CommandContext context)
    {
        if (!TryOpen(context, out ListValue list, out LookupResult found))
        {
            if (found == LookupResult.Missing)
                context.Reply.Error(Errors.NoSuchKey);
            return;
        }

        if (!context.Args.TryInt64(2, out long index))
            return;
        ListCursor cursor = list.Read();
        if (index < 0)
            index += cursor.Count;
        if ((ulong)index >= (ulong)cursor.Count)
        {
            context.Reply.Error(Errors.IndexOutOfRange);
            return;
        }

        cursor.Seek(index);
        list.Replace(cursor.Position, context.Args[3]);
        context.Reply.Ok();
        context.KeyEvent(KeyEventKinds.List, "lset"u8, context.Key);
    }

    [Command("LINSERT", Arity = 5, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "list",
        Since = "2.2.0",
        Summary = "Insert an element before or after another element in a list",
        Complexity = "O(N) where N is the number of elements to traverse before seeing the value pivot. This means that inserting somewhere on the left end on the list (head) can be considered O(1) and inserting somewhere on the right end (tail) is O(N).",
        Arguments = "key:key#0 where=(before!BEFORE | after!AFTER) pivot:string element:string")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Insert)]
    public void Insert(CommandContext context)
    {
        bool behind = context.Args.Is(2, "AFTER"u8);
        if (!behind && !context.Args.Is(2, "BEFORE"u8))
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }

        if (!TryOpen(context, out ListValue list, out LookupResult found))
        {
            if (found == LookupResult.Missing)
                context.Reply.Integer(0);
            return;
        }

        if (!TryFind(list.Read(), context.Args[3], out ElementPosition position))
        {
            context.Reply.Integer(-1);
            return;
        }

        long count = list.Count + 1;
        list.Insert(position, behind, context.Args[4]);
        context.Reply.Integer(count);
        context.KeyEvent(KeyEventKinds.List, "linsert"u8, context.Key);
    }

    [Command("LREM", Arity = 4, Flags = CommandFlags.Write,
        Group = "list",
        Since = "1.0.0",
        Summary = "Remove elements from a list",
        Complexity = "O(N+M) where N is the length of the list and M is the number of elements removed.",
        Arguments = "key:key#0 count:integer element:string")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Delete)]
    public void Remove(CommandContext context)
    {
        if (!context.Args.TryInt64(2, out long count))
            return;
        if (!TryOpen(context, out ListValue list, out LookupResult found))
        {
            if (found == LookupResult.Missing)
                context.Reply.Integer(0);
            return;
        }

        long most = count == 0 || count == long.MinValue ? long.MaxValue : Math.Abs(count);
        long removed = list.Remove(count < 0 ? ListEnd.Tail : ListEnd.Head, most, new ElementMatch(context.Args[3]), out bool isGone);
        context.Reply.Integer(removed);
        if (removed > 0)
            context.KeyEvent(KeyEventKinds.List, "lrem"u8, context.Key);
        if (isGone)
            ListReplies.Gone(context, context.Key);
    }

    [Command("LTRIM", Arity = 4, Flags = CommandFlags.Write,
        Group = "list",
        Since = "1.0.0",
        Summary = "Trim a list to the specified range",
        Complexity = "O(N) where N is the number of elements to be removed by the operation.",
        Arguments = "key:key#0 start:integer stop:integer")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Delete)]
    public void Trim(CommandContext context)
    {
        if (!context.Args.TryInt64(2, out long start) || !context.Args.TryInt64(3, out long stop))
            return;
        if (!TryOpen(context, out ListValue list, out LookupResult found))
        {
            if (found == LookupResult.Missing)
                context.Reply.Ok();
            return;
        }

        long length = list.Count;
        ListRange range = ListRange.Of(start, stop, length);
        bool isGone = range.Count == 0 && list.Drop(ListEnd.Head, length);
        if (!isGone)
        {
            list.Drop(ListEnd.Tail, length - range.Start - range.Count);
            list.Drop(ListEnd.Head, range.Start);
        }

        if (range.Count == length)
        {
            // For watchers it counts as changed all the same.
            list.Touch();
            context.Effects.Suppress();
        }

        context.Reply.Ok();
        context.KeyEvent(KeyEventKinds.List, "ltrim"u8, context.Key);
        if (isGone)
            ListReplies.Gone(context, context.Key);
    }

    private static bool TryFind(ListCursor cursor, ReadOnlySpan<byte> pivot, out ElementPosition position)
    {
        var wanted = new ElementMatch(pivot);
        while (cursor.Next(out PackedElement element))
        {
            if (!wanted.Is(element))
                continue;
            cursor.Previous(out _);
            position = cursor.Position;
            return true;
        }

        position = default;
        return false;
    }

    private bool TryOpen(CommandContext context, out ListValue list, out LookupResult found)
    {
        found = lists.TryOpen(context.Keyspace, context.Key, out list);
        if (found == LookupResult.WrongType)
            context.Reply.Error(Errors.WrongType);
        return found == LookupResult.Found;
    }
}
