namespace CacheStorm.Plugins.Bitmaps;

/// <summary>Strings as arrays of integers of any width: BITFIELD, BITFIELD_RO.</summary>
/// <param name="limits">How far a bitmap reaches.</param>
/// <param name="types">The types of value.</param>
internal sealed class BitFieldCommands(BitmapLimits limits, IDataTypes types)
{
    private readonly DataType _string = types.All[0];

    [Command("BITFIELD", Arity = -2, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "bitmap",
        Since = "3.2.0",
        Summary = "Perform arbitrary bitfield integer operations on strings",
        Complexity = "O(1) for each subcommand specified",
        Arguments = "key:key#0 operation=(encoding_offset={encoding:string offset:integer}@GET | write={wrap_sat_fail=(wrap!WRAP | sat!SAT | fail!FAIL)@OVERFLOW? write_operation=(encoding_offset_value={encoding:string offset:integer value:integer}@SET | encoding_offset_increment={encoding:string offset:integer increment:integer}@INCRBY)})?*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update | KeyAccess.VariableFlags,
        AccessWords = "SET INCRBY", AccessWithoutWords = KeyAccess.ReadOnly | KeyAccess.Access,
        Notes = "This command allows both access and modification of the key")]
    public void BitField(CommandContext context) => Run(context, mayWrite: true);

    [Command("BITFIELD_RO", Arity = -2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "bitmap",
        Since = "6.0.0",
        Summary = "Perform arbitrary bitfield integer operations on strings. Read-only variant of BITFIELD",
        Complexity = "O(1) for each subcommand specified",
        Arguments = "key:key#0 encoding_offset={encoding:string offset:integer}@GET?+")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void BitFieldReadOnly(CommandContext context) => Run(context, mayWrite: false);

    private void Run(CommandContext context, bool mayWrite)
    {
        var reader = new FieldOperationReader(context.Args.List, limits.MaxLength);
        int count = 0;
        long reach = 0;
        for (; reader.MoveNext(); count++)
        {
            if (reader.Current.Action != FieldAction.Get)
                reach = Math.Max(reach, reader.Current.Reach);
        }

        if (!reader.Error.IsEmpty)
            context.Reply.Error(reader.Error);
        else if (reach == 0)
            Read(context, count);
        else if (!mayWrite)
            context.Reply.Error(BitmapErrors.ReadOnlyField);
        else
            Write(context, count, (int)reach);
    }

    private void Read(CommandContext context, int count)
    {
        if (context.Keyspace.GetString(context.Key, out ReadOnlySpan<byte> value) == LookupResult.WrongType)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }
        context.Reply.Array(count);
        var reader = new FieldOperationReader(context.Args.List, limits.MaxLength);
        while (reader.MoveNext())
            context.Reply.Integer(Bitmaps.BitField.Read(value, reader.Current.Offset, reader.Current.Type));
    }

    /// <summary>
    /// Runs steps of which one writes at least. The string is made as long as they need even when an overflow stops each of them.
    /// </summary>
    private void Write(CommandContext context, int count, int reach)
    {
        bool exists = context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Write);
        if (exists && !entry.IsString)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }

        scoped Span<byte> bytes = default;
        bool grew = !exists || entry.Value.Length < reach;
        bool opened = grew;
        if (!exists)
            bytes = context.Keyspace.Create(context.Key, _string, (byte)StringEncoding.Raw, reach, Expiry.None, out entry);
        else if (grew)
            bytes = context.Keyspace.Edit(ref entry, reach);
        else if (entry.Encoding != (byte)StringEncoding.Raw)
            context.Keyspace.SetEncoding(ref entry, (byte)StringEncoding.Raw);

        bool changed = false;
        context.Reply.Array(count);
        var reader = new FieldOperationReader(context.Args.List, limits.MaxLength);
        while (reader.MoveNext())
        {
            FieldOperation operation = reader.Current;
            long current = Bitmaps.BitField.Read(opened ? bytes : entry.Value, operation.Offset, operation.Type);
            if (operation.Action == FieldAction.Get)
            {
                context.Reply.Integer(current);
                continue;
            }
            if (!FieldArithmetic.TryCompute(operation, current, out long result))
            {
                context.Reply.Null();
                continue;
            }
            if (result != current)
            {
                if (!opened)
                    bytes = context.Keyspace.Edit(ref entry);
                opened = true;
                Bitmaps.BitField.Write(bytes, operation.Offset, operation.Type.Bits, result);
            }
            changed |= grew || result != current;
            context.Reply.Integer(operation.Action == FieldAction.Set ? current : result);
        }
        if (changed)
            context.KeyEvent(KeyEventKinds.String, "setbit"u8, context.Key);
    }
}
