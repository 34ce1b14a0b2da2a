namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>Elements in native blocks: allocate, resolve, free.</summary>
internal sealed class BlockCommands(BlockListType type)
{
    [Command("PROBE.BADD", Arity = 3, Flags = CommandFlags.Write | CommandFlags.DenyOom, Summary = "Appends an element.")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Insert)]
    public void Add(CommandContext context)
    {
        Keyspace keyspace = context.Keyspace;
        if (!keyspace.TryFind(context.Key, out Entry entry, Lookup.Write))
            keyspace.Create(context.Key, type, 0, 0, Expiry.None, out entry);
        else if (entry.Type != type)
            throw new CommandException("WRONGTYPE no blocks");
        int count = entry.Value.Length / BlockListType.HandleBytes;
        keyspace.Edit(ref entry, (count + 1) * BlockListType.HandleBytes);
        long handle = BlockListType.Store(keyspace.Blocks(ref entry), context.Args[2]);
        BlockListType.SetHandle(keyspace.Edit(ref entry), count, handle);
        context.Reply.Integer(count + 1);
    }

    [Command("PROBE.BFILL", Arity = 4, Flags = CommandFlags.Write | CommandFlags.DenyOom, Summary = "Stores so many elements of a length.")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Insert)]
    public void Fill(CommandContext context)
    {
        if (!context.Args.TryInt64(2, out long count) || !context.Args.TryInt64(3, out long length))
            return;
        Span<byte> root = context.Keyspace.Create(context.Key, type, 0, (int)count * BlockListType.HandleBytes, Expiry.None, out Entry entry);
        NativeBlocks blocks = context.Keyspace.Blocks(ref entry);
        byte[] element = new byte[length];
        for (int i = 0; i < count; i++)
            BlockListType.SetHandle(root, i, BlockListType.Store(blocks, element));
        context.Reply.Integer(count);
    }

    [Command("PROBE.BGET", Arity = 3, Flags = CommandFlags.ReadOnly, Summary = "An element by its place.")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void Get(CommandContext context)
    {
        if (!TryPlace(context, out Entry entry, out int place))
            return;
        long handle = BlockListType.HandleAt(entry.Value, place);
        context.Reply.Bulk(BlockListType.ElementIn(context.Keyspace.Blocks(ref entry)[handle]));
    }

    [Command("PROBE.BDEL", Arity = 3, Flags = CommandFlags.Write, Summary = "Removes an element by its place; the last one takes it.")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Delete)]
    public void Delete(CommandContext context)
    {
        if (!TryPlace(context, out Entry entry, out int place))
            return;
        int last = entry.Value.Length / BlockListType.HandleBytes - 1;
        Span<byte> root = context.Keyspace.Edit(ref entry);
        long handle = BlockListType.HandleAt(root, place);
        BlockListType.SetHandle(root, place, BlockListType.HandleAt(root, last));
        context.Keyspace.Blocks(ref entry).Free(handle);
        if (last == 0)
            context.Keyspace.Remove(context.Key);
        else
            context.Keyspace.Edit(ref entry, last * BlockListType.HandleBytes);
        context.Reply.Integer(last);
    }

    [Command("PROBE.BBYTES", Arity = 2, Flags = CommandFlags.ReadOnly, Summary = "What the blocks of a key cost.")]
    [KeySpec(1, KeyAccess.ReadOnly)]
    public void Bytes(CommandContext context) =>
        context.Reply.Integer(context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Peek) ? context.Keyspace.Blocks(ref entry).TotalBytes : 0);

    private static bool TryPlace(CommandContext context, out Entry entry, out int place)
    {
        entry = default;
        place = 0;
        if (!context.Args.TryInt64(2, out long number))
            return false;
        place = (int)number;
        if (context.Keyspace.TryFind(context.Key, out entry, Lookup.Read) && place >= 0 && place < entry.Value.Length / BlockListType.HandleBytes)
            return true;
        context.Reply.Null();
        return false;
    }
}
