using System.Buffers;
using CacheStorm.Plugins.Lists.Data;
using CacheStorm.Plugins.Lists.Options;

namespace CacheStorm.Plugins.Lists.Commands;

/// <summary>LMOVE, RPOPLPUSH: an element goes from an end of a list to an end of a list.</summary>
internal sealed class MoveCommands(StandardListType lists)
{
    private const int StackBytes = 512;

    [Command("LMOVE", Arity = 5, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "list",
        Since = "6.2.0",
        Summary = "Pop an element from a list, push it to another list and return it",
        Complexity = "O(1)",
        Arguments = "source:key#0 destination:key#1 wherefrom=(left!LEFT | right!RIGHT) whereto=(left!LEFT | right!RIGHT)")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete)]
    [KeySpec(2, KeyAccess.ReadWrite | KeyAccess.Insert)]
    public void Move(CommandContext context)
    {
        if (TryEnds(context, out ListEnd from, out ListEnd to) && MoveOne(context, from, to) == LookupResult.Missing)
            context.Reply.Null();
    }

    [Command("RPOPLPUSH", Arity = 3, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "list",
        Since = "1.2.0",
        Summary = "Remove the last element in a list, prepend it to another list and return it",
        Complexity = "O(1)",
        DeprecatedSince = "6.2.0",
        ReplacedBy = "`LMOVE` with the `RIGHT` and `LEFT` arguments",
        Arguments = "source:key#0 destination:key#1")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete)]
    [KeySpec(2, KeyAccess.ReadWrite | KeyAccess.Insert)]
    public void PopPush(CommandContext context)
    {
        if (MoveOne(context, ListEnd.Tail, ListEnd.Head) == LookupResult.Missing)
            context.Reply.Null();
    }

    /// <summary>Reads the ends of LMOVE and BLMOVE; on failure the error is the reply.</summary>
    public static bool TryEnds(CommandContext context, out ListEnd from, out ListEnd to)
    {
        to = default;
        if (ListEnds.TryParse(context.Args[3], out from) && ListEnds.TryParse(context.Args[4], out to))
            return true;
        context.Reply.Error(Errors.Syntax);
        return false;
    }

    /// <summary>Moves an element from the first argument's list to the second's, and replies with it or with an error.</summary>
    /// <returns><see cref="LookupResult.Missing"/> when there is no source: nothing was replied then.</returns>
    public LookupResult MoveOne(CommandContext context, ListEnd from, ListEnd to)
    {
        ReadOnlySpan<byte> source = context.Args[1];
        ReadOnlySpan<byte> destination = context.Args[2];
        LookupResult found = lists.TryOpen(context.Keyspace, source, out ListValue list);
        if (found == LookupResult.Missing)
            return found;
        if (found == LookupResult.WrongType)
        {
            context.Reply.Error(Errors.WrongType);
            return found;
        }

        bool same = source.SequenceEqual(destination);
        LookupResult target = same ? found : lists.TryOpen(context.Keyspace, destination, out _);
        if (target == LookupResult.WrongType)
        {
            context.Reply.Error(Errors.WrongType);
            return target;
        }

        PackedElement element = list.Peek(from);
        element.WriteTo(context.Reply);
        byte[]? rented = null;
        int length = element.TextLength;
        Span<byte> scratch = length <= StackBytes ? stackalloc byte[StackBytes] : rented = ArrayPool<byte>.Shared.Rent(length);
        ReadOnlySpan<byte> text = scratch[..length];
        CopyText(element, scratch);
        bool isGone = same ? Rotate(ref list, from, to, text) : Hand(context.Keyspace, source, destination, from, to, text);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        ListReplies.Pushed(context, destination, to);
        ListReplies.Popped(context, source, from, isGone);
        return LookupResult.Found;
    }

    private static bool Rotate(ref ListValue list, ListEnd from, ListEnd to, scoped ReadOnlySpan<byte> element)
    {
        if (from == to || list.Count == 1)
        {
            list.Touch();
            return false;
        }

        list.Drop(from, 1);
        list.Push(to, element);
        return false;
    }

    private bool Hand(Keyspace keyspace, ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, ListEnd from, ListEnd to, ReadOnlySpan<byte> element)
    {
        lists.Push(keyspace, destination, to, element);
        lists.TryOpen(keyspace, source, out ListValue list);
        return list.Drop(from, 1);
    }

    private static void CopyText(PackedElement element, Span<byte> target)
    {
        if (element.IsNumber)
            Numbers.FormatInt64(target, element.Number);
        else
            element.Bytes.CopyTo(target);
    }
}
