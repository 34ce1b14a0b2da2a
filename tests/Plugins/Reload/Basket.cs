using System.Text;

namespace CacheStorm.TestPlugins.Reload;

/// <summary>A value that is an object of the plugin's own class: it can't stay what it is when the code is exchanged.</summary>
internal sealed class Basket
{
    public List<byte[]> Items { get; } = [];
}

/// <summary>The type of <see cref="Basket"/>.</summary>
internal sealed class BasketType : ObjectDataType<Basket>
{
    public override string Name => "basket";

    public override string EncodingOf(in Entry entry) => "objects";

    public override long SizeOf(Basket value)
    {
        long bytes = 40;
        foreach (byte[] item in value.Items)
            bytes += item.Length + 24;
        return bytes;
    }

    public override Basket Copy(Basket value)
    {
        var copy = new Basket();
        copy.Items.AddRange(value.Items);
        return copy;
    }

    public override void Write(in Entry entry, RdbWriter writer)
    {
        List<byte[]> items = ((Basket)entry.Object!).Items;
        writer.Length((ulong)items.Count);
        foreach (byte[] item in items)
        {
            writer.Length((ulong)item.Length);
            writer.Raw(item);
        }
    }

    public override bool TryRead(ref RdbReader reader, byte rdbType, int version, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry)
    {
#if UNREADABLE
        return false;
#else
        if (!reader.TryLength(out ulong count))
            return false;
        var basket = new Basket();
        for (ulong i = 0; i < count; i++)
        {
            if (!reader.TryLength(out ulong length) || length > int.MaxValue || !reader.TryRaw((int)length, out ReadOnlySpan<byte> item))
                return false;
            basket.Items.Add(item.ToArray());
        }

        keyspace.Create(key, this, basket, expiry);
        return true;
#endif
    }

    public override void Digest(in Entry entry, ContentDigest digest)
    {
        foreach (byte[] item in ((Basket)entry.Object!).Items)
            digest.AddOrdered(item);
    }
}

/// <summary>Commands on baskets.</summary>
internal sealed class BasketCommands(BasketType type)
{
    [Command("RELOAD.PUT", Arity = 3, Flags = CommandFlags.Write | CommandFlags.Fast, Summary = "Puts an item into a basket.")]
    [KeySpec(1, KeyAccess.ReadWrite)]
    public void Put(CommandContext context)
    {
        if (type.TryOpen(context.Keyspace, context.Key, out Entry entry, out Basket? basket) == LookupResult.WrongType)
            throw new CommandException("WRONGTYPE not a basket");
        if (basket is null)
        {
            basket = new Basket();
            basket.Items.Add(context.Args[2].ToArray());
            context.Keyspace.Create(context.Key, type, basket);
        }
        else
        {
            basket.Items.Add(context.Args[2].ToArray());
            context.Keyspace.Resized(ref entry);
            context.SignalReady(context.Key);
        }

        context.Reply.Integer(basket.Items.Count);
    }

    [Command("RELOAD.ITEMS", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast, Summary = "The items of a basket, separated by blanks.")]
    [KeySpec(1, KeyAccess.ReadOnly)]
    public void Items(CommandContext context)
    {
        if (type.TryOpen(context.Keyspace, context.Key, out _, out Basket? basket) == LookupResult.WrongType)
            throw new CommandException("WRONGTYPE not a basket");
        context.Reply.Bulk(Encoding.UTF8.GetBytes(string.Join(' ', (basket?.Items ?? []).Select(Encoding.UTF8.GetString))));
    }

    [Command("RELOAD.TAKE", Arity = 3, Flags = CommandFlags.Write | CommandFlags.Blocking, Summary = "Waits for a basket and takes all: RELOAD.TAKE key milliseconds.")]
    [KeySpec(1, KeyAccess.ReadWrite)]
    public void Take(CommandContext context)
    {
        if (type.TryOpen(context.Keyspace, context.Key, out _, out Basket? basket) != LookupResult.Found)
        {
            long timeout = long.Parse(Encoding.UTF8.GetString(context.Args[2]));
            context.Park(timeout, static late => late.Reply.SimpleString(Encoding.UTF8.GetBytes($"nothing, says build {Build.Number}")));
            return;
        }

        context.Reply.Bulk(Encoding.UTF8.GetBytes($"{Build.Number}:{string.Join(' ', basket!.Items.Select(Encoding.UTF8.GetString))}"));
        context.Keyspace.Remove(context.Key);
    }
}
