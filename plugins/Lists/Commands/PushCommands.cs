using CacheStorm.Plugins.Lists.Data;

namespace CacheStorm.Plugins.Lists.Commands;

/// <summary>LPUSH, RPUSH and their kin: elements come in at either end.</summary>
internal sealed class PushCommands(StandardListType lists)
{
    [Command("LPUSH", Arity = -3, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "list",
        Since = "1.0.0",
        Summary = "Prepend one or multiple elements to a list",
        Complexity = "O(1) for each element added, so O(N) to add N elements when the command is called with multiple arguments.",
        Arguments = "key:key#0 element:string*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Insert)]
    [CommandHistory("2.4.0", "Accepts multiple `element` arguments.")]
    public void LPush(CommandContext context) => Push(context, ListEnd.Head, new PushedElements(context.Args.List, 2));

    [Command("RPUSH", Arity = -3, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "list",
        Since = "1.0.0",
        Summary = "Append one or multiple elements to a list",
        Complexity = "O(1) for each element added, so O(N) to add N elements when the command is called with multiple arguments.",
        Arguments = "key:key#0 element:string*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Insert)]
    [CommandHistory("2.4.0", "Accepts multiple `element` arguments.")]
    public void RPush(CommandContext context) => Push(context, ListEnd.Tail, new PushedElements(context.Args.List, 2));

    [Command("LPUSHX", Arity = -3, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "list",
        Since = "2.2.0",
        Summary = "Prepend an element to a list, only if the list exists",
        Complexity = "O(1) for each element added, so O(N) to add N elements when the command is called with multiple arguments.",
        Arguments = "key:key#0 element:string*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Insert)]
    [CommandHistory("4.0.0", "Accepts multiple `element` arguments.")]
    public void LPushX(CommandContext context) => PushToExisting(context, ListEnd.Head);

    [Command("RPUSHX", Arity = -3, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "list",
        Since = "2.2.0",
        Summary = "Append an element to a list, only if the list exists",
        Complexity = "O(1) for each element added, so O(N) to add N elements when the command is called with multiple arguments.",
        Arguments = "key:key#0 element:string*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Insert)]
    [CommandHistory("4.0.0", "Accepts multiple `element` arguments.")]
    public void RPushX(CommandContext context) => PushToExisting(context, ListEnd.Tail);

    [Command("LMPUSH", Arity = -3, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "list",
        Since = "1.0.0",
        Summary = "Prepends elements to a list so that they stand in the order given",
        Complexity = "O(1) for each element added, so O(N) to add N elements when the command is called with multiple arguments.",
        Arguments = "key:key#0 element:string*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Insert)]
    public void LMPush(CommandContext context)
    {
        var elements = new PushedElements(context.Args.List, 2, reversed: true);
        if (!Push(context, ListEnd.Head, elements) || !context.Effects.Wanted)
            return;
        ArgumentListBuilder rewritten = context.Effects.Rewrite().Add("LPUSH"u8).Add(context.Key);
        for (int i = 0; i < elements.Count; i++)
            rewritten.Add(elements[i]);
    }

    private bool Push(CommandContext context, ListEnd end, in PushedElements elements)
    {
        long count;
        switch (lists.TryOpen(context.Keyspace, context.Key, out ListValue list))
        {
            case LookupResult.Found:
                count = list.Push(end, elements);
                break;
            case LookupResult.Missing:
                count = ListValue.Create(context.Keyspace, context.Key, lists, end, elements);
                break;
            default:
                context.Reply.Error(Errors.WrongType);
                return false;
        }

        context.Reply.Integer(count);
        ListReplies.Pushed(context, context.Key, end);
        return true;
    }

    private void PushToExisting(CommandContext context, ListEnd end)
    {
        switch (lists.TryOpen(context.Keyspace, context.Key, out ListValue list))
        {
            case LookupResult.Found:
                context.Reply.Integer(list.Push(end, new PushedElements(context.Args.List, 2)));
                ListReplies.Pushed(context, context.Key, end);
                break;
            case LookupResult.Missing:
                context.Reply.Integer(0);
                break;
            default:
                context.Reply.Error(Errors.WrongType);
                break;
        }
    }
}
