using CacheStorm.Plugins.Lists.Data;
using CacheStorm.Plugins.Lists.Options;

namespace CacheStorm.Plugins.Lists.Commands;

/// <summary>
/// BLPOP, BRPOP, BLMPOP, BLMOVE, BRPOPLPUSH: what waits for an element. A client that waits is called again when one of its keys may have
/// become a list; finding none, or a value of another type, it goes on waiting.
/// </summary>
internal sealed class BlockingCommands(StandardListType lists, PopCommands pops, MoveCommands moves)
{
    private static readonly CommandHandler s_nothing = static late => late.Reply.NullArray();

    [Command("BLPOP", Arity = -3, Flags = CommandFlags.Write | CommandFlags.NoScript | CommandFlags.Blocking,
        Group = "list",
        Since = "2.0.0",
        Summary = "Remove and get the first element in a list, or block until one is available",
        Complexity = "O(N) where N is the number of provided keys.",
        Arguments = "key:key#0* timeout:double")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete, Last = -2)]
    [CommandHistory("6.0.0", "`timeout` is interpreted as a double instead of an integer.")]
    public void LPop(CommandContext context) => Pop(context, ListEnd.Head);

    [Command("BRPOP", Arity = -3, Flags = CommandFlags.Write | CommandFlags.NoScript | CommandFlags.Blocking,
        Group = "list",
        Since = "2.0.0",
        Summary = "Remove and get the last element in a list, or block until one is available",
        Complexity = "O(N) where N is the number of provided keys.",
        Arguments = "key:key#0* timeout:double")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete, Last = -2)]
    [CommandHistory("6.0.0", "`timeout` is interpreted as a double instead of an integer.")]
    public void RPop(CommandContext context) => Pop(context, ListEnd.Tail);

    [Command("BLMPOP", Arity = -5, Flags = CommandFlags.Write | CommandFlags.Blocking | CommandFlags.MovableKeys,
        Group = "list",
        Since = "7.0.0",
        Summary = "Pop elements from a list, or block until one is available",
        Complexity = "O(N+M) where N is the number of provided keys and M is the number of elements returned.",
        Arguments = "timeout:double numkeys:integer key:key#0* where=(left!LEFT | right!RIGHT) count:integer@COUNT?")]
    [KeySpec(2, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete, KeyCountIndex = 0, FirstKey = 1, Step = 1)]
    public void LMPop(CommandContext context)
    {
        if (!MultiPopOptions.TryParse(context, 2, out MultiPopOptions options) || !context.Args.TryTimeout(1, out long timeout))
            return;
        if (pops.PopFirst(context, options) == LookupResult.Missing)
            WaitForKeys(context, timeout);
    }

    [Command("BLMOVE", Arity = 6, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.NoScript | CommandFlags.Blocking,
        Group = "list",
        Since = "6.2.0",
        Summary = "Pop an element from a list, push it to another list and return it; or block until one is available",
        Complexity = "O(1)",
        Arguments = "source:key#0 destination:key#1 wherefrom=(left!LEFT | right!RIGHT) whereto=(left!LEFT | right!RIGHT) timeout:double")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete)]
    [KeySpec(2, KeyAccess.ReadWrite | KeyAccess.Insert)]
    public void Move(CommandContext context)
    {
        if (MoveCommands.TryEnds(context, out ListEnd from, out ListEnd to) && context.Args.TryTimeout(5, out long timeout))
            MoveOrWait(context, from, to, timeout);
    }

    [Command("BRPOPLPUSH", Arity = 4, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.NoScript | CommandFlags.Blocking,
        Group = "list",
        Since = "2.2.0",
        Summary = "Pop an element from a list, push it to another list and return it; or block until one is available",
        Complexity = "O(1)",
        DeprecatedSince = "6.2.0",
        ReplacedBy = "`BLMOVE` with the `RIGHT` and `LEFT` arguments",
        Arguments = "source:key#0 destination:key#1 timeout:double")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete)]
    [KeySpec(2, KeyAccess.ReadWrite | KeyAccess.Insert)]
    [CommandHistory("6.0.0", "`timeout` is interpreted as a double instead of an integer.")]
    public void PopPush(CommandContext context)
    {
        if (context.Args.TryTimeout(3, out long timeout))
            MoveOrWait(context, ListEnd.Tail, ListEnd.Head, timeout);
    }

    private void Pop(CommandContext context, ListEnd end)
    {
        int last = context.Args.Count - 1;
        if (!context.Args.TryTimeout(last, out long timeout))
            return;
        for (int i = 1; i < last; i++)
        {
            ReadOnlySpan<byte> key = context.Args[i];
            LookupResult found = lists.TryOpen(context.Keyspace, key, out ListValue list);
            if (found == LookupResult.Found)
            {
                context.Reply.Array(2);
                context.Reply.Bulk(key);
                ListReplies.PopOne(context, key, ref list, end);
                if (context.Effects.Wanted)
                    context.Effects.Rewrite().Add(end == ListEnd.Head ? "LPOP"u8 : "RPOP"u8).Add(key);
                return;
            }

            if (found == LookupResult.WrongType && !context.IsRetry)
            {
                context.Reply.Error(Errors.WrongType);
                return;
            }
        }

        WaitForKeys(context, timeout);
    }

    private void MoveOrWait(CommandContext context, ListEnd from, ListEnd to, long timeout)
    {
        LookupResult found = context.IsRetry && lists.TryOpen(context.Keyspace, context.Args[1], out _) == LookupResult.WrongType
            ? LookupResult.Missing
            : moves.MoveOne(context, from, to);
        if (found == LookupResult.Missing)
        {
            if (context.CanPark)
                context.Park(timeout, s_nothing);
            else
                context.Reply.Null();
        }
        else if (found == LookupResult.Found && context.Effects.Wanted)
        {
            context.Effects.Rewrite().Add("LMOVE"u8).Add(context.Args[1]).Add(context.Args[2])
                .Add(from == ListEnd.Head ? "LEFT"u8 : "RIGHT"u8).Add(to == ListEnd.Head ? "LEFT"u8 : "RIGHT"u8);
        }
    }

    private static void WaitForKeys(CommandContext context, long timeout)
    {
        if (context.CanPark)
            context.Park(timeout, s_nothing);
        else
            context.Reply.NullArray();
    }
}
