namespace CacheStorm.Plugins.Sets;

/// <summary>SPOP: members leave by chance.</summary>
internal sealed class PopCommand
{
    [Command("SPOP", Arity = -2, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "set",
        Since = "1.0.0",
        Summary = "Remove and return one or multiple random members from a set",
        Complexity = "Without the count argument O(1), otherwise O(N) where N is the value of the passed count.",
        Tips = "nondeterministic_output",
        Arguments = "key:key#0 count:integer?^3.2.0")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete)]
    [CommandHistory("3.2.0", "Added the `count` argument.")]
    public void Pop(CommandContext context)
    {
        if (context.Args.Count == 2)
            PopOne(context);
        else if (context.Args.Count == 3)
            PopSome(context);
        else
            context.Reply.Error(Errors.Syntax);
    }

    private static void PopOne(CommandContext context)
    {
        ReadOnlySpan<byte> key = context.Key;
        LookupResult found = context.FindSet(key, Lookup.Write, out Entry entry);
        if (found == LookupResult.Missing)
            context.Reply.Null();
        if (found != LookupResult.Found)
            return;

        var popped = new PoppedMembers(context.Reply, context.Effects, key);
        var set = new SetReader(entry);
        bool isLast = set.Count == 1;
        if (isLast)
        {
            ElementPosition position = default;
            set.Next(ref position, out PackedElement member);
            popped.Accept(member);
        }
        else
        {
            MemberPopper.PopOne(context.Keyspace, ref entry, Random.Shared, ref popped);
        }

        context.KeyEvent(KeyEventKinds.Set, "spop"u8, key);
        if (isLast)
            context.RemoveEmpty(key);
    }

    private static void PopSome(CommandContext context)
    {
        ReadOnlySpan<byte> key = context.Key;
        ReplyWriter reply = context.Reply;
        if (!Numbers.TryParseInt64(context.Args[2], out long count) || count < 0)
        {
            reply.Error(Errors.MustBePositive);
            return;
        }

        LookupResult found = context.FindSet(key, Lookup.Write, out Entry entry);
        if (found == LookupResult.WrongType)
            return;
        if (found == LookupResult.Missing || count == 0)
        {
            reply.Set(0);
            return;
        }

        var set = new SetReader(entry);
        bool isAll = count >= set.Count;
        reply.Set((int)Math.Min(count, set.Count));
        if (isAll)
        {
            ElementPosition position = default;
            while (set.Next(ref position, out PackedElement member))
                member.WriteTo(reply);
            if (context.Effects.Wanted)
                context.Effects.Rewrite().Add("DEL"u8).Add(key);
        }
        else
        {
            var popped = new PoppedMembers(reply, context.Effects, key);
            MemberPopper.Pop(context.Keyspace, ref entry, count, Random.Shared, ref popped);
        }

        context.KeyEvent(KeyEventKinds.Set, "spop"u8, key);
        if (isAll)
            context.RemoveEmpty(key);
    }

    /// <summary>Replies with members and passes their going on as SREM, so that it is the same members that go elsewhere.</summary>
    private ref struct PoppedMembers(ReplyWriter reply, CommandEffects effects, ReadOnlySpan<byte> key) : IMemberSink
    {
        private const int MembersACommand = 1024;

        private readonly ReadOnlySpan<byte> _key = key;
        private ArgumentListBuilder? _command;

        public bool Accept(scoped PackedElement member)
        {
            member.WriteTo(reply);
            if (effects.Wanted)
                PassOn(member);
            return true;
        }

        private void PassOn(scoped PackedElement member)
        {
            if (_command is null || _command.Count == MembersACommand + 2)
                _command = effects.Rewrite().Add("SREM"u8).Add(_key);
            if (member.IsNumber)
                _command.Add(member.Number);
            else
                _command.Add(member.Bytes);
        }
    }
}
