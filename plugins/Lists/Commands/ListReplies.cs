using CacheStorm.Plugins.Lists.Data;

namespace CacheStorm.Plugins.Lists.Commands;

/// <summary>What several list commands say, to the client and to those who watch the keys. Stateless.</summary>
internal static class ListReplies
{
    /// <summary>Tells that elements came in.</summary>
    public static void Pushed(CommandContext context, ReadOnlySpan<byte> key, ListEnd end) =>
        context.KeyEvent(KeyEventKinds.List, end == ListEnd.Head ? "lpush"u8 : "rpush"u8, key);

    /// <summary>Tells that elements were taken, and that the key is gone with the last.</summary>
    public static void Popped(CommandContext context, ReadOnlySpan<byte> key, ListEnd end, bool isGone)
    {
        context.KeyEvent(KeyEventKinds.List, end == ListEnd.Head ? "lpop"u8 : "rpop"u8, key);
        if (isGone)
            Gone(context, key);
    }

    /// <summary>Tells that a key is gone with its last element.</summary>
    public static void Gone(CommandContext context, ReadOnlySpan<byte> key) => context.KeyEvent(KeyEventKinds.Generic, "del"u8, key);

    /// <summary>Replies with elements from an end, and removes them.</summary>
    /// <param name="context">The call.</param>
    /// <param name="key">The list's key.</param>
    /// <param name="list">The list.</param>
    /// <param name="end">The end.</param>
    /// <param name="count">How many; so many are there.</param>
    public static void PopMany(CommandContext context, ReadOnlySpan<byte> key, ref ListValue list, ListEnd end, long count)
    {
        context.Reply.Array(checked((int)count));
        ListCursor cursor = list.Read();
        if (end == ListEnd.Tail)
            cursor.SeekEnd();
        for (long i = 0; i < count; i++)
        {
            _ = end == ListEnd.Head ? cursor.Next(out PackedElement element) : cursor.Previous(out element);
            element.WriteTo(context.Reply);
        }

        Popped(context, key, end, list.Drop(end, count));
    }

    /// <summary>Replies with the element at an end, and removes it.</summary>
    public static void PopOne(CommandContext context, ReadOnlySpan<byte> key, ref ListValue list, ListEnd end)
    {
        list.Peek(end).WriteTo(context.Reply);
        Popped(context, key, end, list.Drop(end, 1));
    }
}
