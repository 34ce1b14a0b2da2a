using CacheStorm.Plugins.Lists.Data;
using CacheStorm.Plugins.Lists.Options;

namespace CacheStorm.Plugins.Lists.Commands;

/// <summary>LPOP, RPOP, LMPOP: elements are taken from either end.</summary>
internal sealed class PopCommands(StandardListType lists)
{
    [Command("LPOP", Arity = -2, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "list",
        Since = "1.0.0",
        Summary = "Remove and get the first elements in a list",
        Complexity = "O(N) where N is the number of elements returned",
        Arguments = "key:key#0 count:integer?^6.2.0")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete)]
    [CommandHistory("6.2.0", "Added the `count` argument.")]
    public void LPop(CommandContext context) => Pop(context, ListEnd.Head);

    [Command("RPOP", Arity = -2, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "list",
        Since = "1.0.0",
        Summary = "Remove and get the last elements in a list",
        Complexity = "O(N) where N is the number of elements returned",
        Arguments = "key:key#0 count:integer?^6.2.0")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete)]
    [CommandHistory("6.2.0", "Added the `count` argument.")]
    public void RPop(CommandContext context) => Pop(context, ListEnd.Tail);

    [Command("LMPOP", Arity = -4, Flags = CommandFlags.Write | CommandFlags.MovableKeys,
        Group = "list",
        Since = "7.0.0",
        Summary = "Pop elements from a list",
        Complexity = "O(N+M) where N is the number of provided keys and M is the number of elements returned.",
        Arguments = "numkeys:integer key:key#0* where=(left!LEFT | right!RIGHT) count:integer@COUNT?")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete, KeyCountIndex = 0, FirstKey = 1, Step = 1)]
    public void LMPop(CommandContext context)
    {
        if (!MultiPopOptions.TryParse(context, 1, out MultiPopOptions options))
            return;
        if (PopFirst(context, options) == LookupResult.Missing)
            context.Reply.NullArray();
    }

    /// <summary>Pops from the first of some keys that holds a list, and replies; a key of another type is an error.</summary>
    /// <returns><see cref="LookupResult.Missing"/> when no key holds a list: nothing was replied then.</returns>
    public LookupResult PopFirst(CommandContext context, MultiPopOptions options)
    {
        for (int i = options.FirstKey; i < options.FirstKey + options.KeyCount; i++)
        {
            ReadOnlySpan<byte> key = context.Args[i];
            LookupResult found = lists.TryOpen(context.Keyspace, key, out ListValue list);
            if (found == LookupResult.Found)
            {
                long count = Math.Min(options.Count, list.Count);
                context.Reply.Array(2);
                context.Reply.Bulk(key);
                ListReplies.PopMany(context, key, ref list, options.End, count);
                if (context.Effects.Wanted)
                    context.Effects.Rewrite().Add(options.End == ListEnd.Head ? "LPOP"u8 : "RPOP"u8).Add(key).Add(count);
                return found;
            }

            if (found == LookupResult.WrongType && !context.IsRetry)
            {
                context.Reply.Error(Errors.WrongType);
                return found;
            }
        }

        return LookupResult.Missing;
    }

    private void Pop(CommandContext context, ListEnd end)
    {
        bool many = context.Args.Count > 2;
        long count = 1;
        if (many && !TryCount(context, end, out count))
            return;
        switch (lists.TryOpen(context.Keyspace, context.Key, out ListValue list))
        {
            case LookupResult.Found when !many:
                ListReplies.PopOne(context, context.Key, ref list, end);
                break;
            case LookupResult.Found when count == 0:
                context.Reply.Array(0);
                break;
            case LookupResult.Found:
                ListReplies.PopMany(context, context.Key, ref list, end, Math.Min(count, list.Count));
                break;
            case LookupResult.WrongType:
                context.Reply.Error(Errors.WrongType);
                break;
            case LookupResult.Missing when many:
                context.Reply.NullArray();
                break;
            default:
                context.Reply.Null();
                break;
        }
    }

    private static bool TryCount(CommandContext context, ListEnd end, out long count)
    {
        count = 0;
        if (context.Args.Count > 3)
        {
            context.Reply.Error(end == ListEnd.Head ? ListErrors.LPopArguments : ListErrors.RPopArguments);
            return false;
        }

        if (Numbers.TryParseInt64(context.Args[2], out count) && count >= 0)
            return true;
        context.Reply.Error(Errors.MustBePositive);
        return false;
    }
}
