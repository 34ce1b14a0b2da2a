namespace CacheStorm.Plugins.Bitmaps;

/// <summary>One bit: SETBIT, GETBIT.</summary>
/// <param name="limits">How far a bitmap reaches.</param>
/// <param name="types">The types of value.</param>
internal sealed class BitCommands(BitmapLimits limits, IDataTypes types)
{
    private readonly DataType _string = types.All[0];

    [Command("SETBIT", Arity = 4, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "bitmap",
        Since = "2.2.0",
        Summary = "Sets or clears the bit at offset in the string value stored at key",
        Complexity = "O(1)",
        Arguments = "key:key#0 offset:integer value:integer")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update)]
    public void SetBit(CommandContext context)
    {
        if (!BitOffset.TryParse(context.Args[2], limits.MaxLength, out long offset))
        {
            context.Reply.Error(BitmapErrors.Offset);
            return;
        }
        if (!Numbers.TryParseInt64(context.Args[3], out long bit) || bit is not (0 or 1))
        {
            context.Reply.Error(BitmapErrors.Bit);
            return;
        }
        bool exists = context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Write);
        if (exists && !entry.IsString)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }

        int index = (int)(offset >> 3);
        int mask = 0x80 >> (int)(offset & 7);
        bool was = exists && index < entry.Value.Length && (entry.Value[index] & mask) != 0;
        scoped Span<byte> bytes;
        if (!exists)
        {
            bytes = context.Keyspace.Create(context.Key, _string, (byte)StringEncoding.Raw, index + 1, Expiry.None, out entry);
        }
        else if (index >= entry.Value.Length)
        {
            bytes = context.Keyspace.Edit(ref entry, index + 1);
        }
        else
        {
            if (entry.Encoding != (byte)StringEncoding.Raw)
                context.Keyspace.SetEncoding(ref entry, (byte)StringEncoding.Raw);
            if (was == (bit == 1))
            {
                context.Reply.Integer(bit);
                return;
            }
            bytes = context.Keyspace.Edit(ref entry);
        }

        bytes[index] = (byte)(bit == 1 ? bytes[index] | mask : bytes[index] & ~mask);
        context.KeyEvent(KeyEventKinds.String, "setbit"u8, context.Key);
        context.Reply.Integer(was ? 1 : 0);
    }

    [Command("GETBIT", Arity = 3, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "bitmap",
        Since = "2.2.0",
        Summary = "Returns the bit value at offset in the string value stored at key",
        Complexity = "O(1)",
        Arguments = "key:key#0 offset:integer")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void GetBit(CommandContext context)
    {
        if (!BitOffset.TryParse(context.Args[2], limits.MaxLength, out long offset))
        {
            context.Reply.Error(BitmapErrors.Offset);
            return;
        }
        if (context.Keyspace.GetString(context.Key, out ReadOnlySpan<byte> value) == LookupResult.WrongType)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }
        long index = offset >> 3;
        context.Reply.Integer(index < value.Length ? value[(int)index] >> (7 - (int)(offset & 7)) & 1 : 0);
    }
}
