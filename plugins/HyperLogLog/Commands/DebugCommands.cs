using System.Text;

namespace CacheStorm.Plugins.HyperLogLog;

/// <summary>A look inside: PFDEBUG, PFSELFTEST.</summary>
internal sealed class DebugCommands
{
    [Command("PFDEBUG", Arity = 3, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Admin,
        Group = "hyperloglog",
        Since = "2.8.9",
        Summary = "Internal commands for debugging HyperLogLog values",
        Complexity = "N/A",
        SystemCommand = true,
        Arguments = "subcommand:string key:key#0")]
    [KeySpec(2, KeyAccess.ReadWrite | KeyAccess.Access)]
    public void PfDebug(CommandContext context)
    {
        if (!context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Write))
        {
            context.Reply.Error(HyperLogLogErrors.NoKey);
            return;
        }
        if (!HllLookup.Accept(context, entry))
            return;
        HllLookup.Open(context, ref entry);

        if (context.Args.Is(1, "GETREG"u8))
            Registers(context, ref entry);
        else if (context.Args.Is(1, "DECODE"u8))
            Decode(context, entry);
        else if (context.Args.Is(1, "ENCODING"u8))
            context.Reply.SimpleString(HllFormat.IsSparse(entry.Value) ? "sparse"u8 : "dense"u8);
        else if (context.Args.Is(1, "TODENSE"u8))
            ToDense(context, ref entry);
        else
            UnknownSubcommand(context);
    }

    [Command("PFSELFTEST", Arity = 1, Flags = CommandFlags.Admin,
        Group = "hyperloglog",
        Since = "2.8.9",
        Summary = "An internal command for testing HyperLogLog values",
        Complexity = "N/A",
        SystemCommand = true)]
    public void PfSelfTest(CommandContext context)
    {
        ReadOnlySpan<byte> failure = SelfTest.Run();
        if (failure.IsEmpty)
            context.Reply.Ok();
        else
            context.Reply.Error(failure);
    }

    /// <summary>All registers; the value becomes dense by it.</summary>
    private static void Registers(CommandContext context, ref Entry entry)
    {
        if (!TryMakeDense(context, ref entry, out _))
            return;
        Span<byte> registers = stackalloc byte[HllFormat.Registers];
        DenseRegisters.Unpack(entry.Value[HllFormat.HeaderBytes..], registers);
        context.Reply.Array(registers.Length);
        foreach (byte register in registers)
            context.Reply.Integer(register);
    }

    private static void ToDense(CommandContext context, ref Entry entry)
    {
        if (TryMakeDense(context, ref entry, out bool converted))
            context.Reply.Integer(converted ? 1 : 0);
    }

    private static bool TryMakeDense(CommandContext context, ref Entry entry, out bool converted)
    {
        converted = HllFormat.IsSparse(entry.Value);
        if (!converted)
            return true;
        HllDraft draft = HllDraft.BeginFrom(entry.Value);
        if (!draft.TryMakeDense())
        {
            context.Reply.Error(HyperLogLogErrors.Corrupted);
            return false;
        }
        HllLookup.Replace(context, ref entry, draft.Value);
        return true;
    }

    /// <summary>The runs of a sparse value as text: z and Z for short and long runs of zeros, v for a value and its count.</summary>
    private static void Decode(CommandContext context, in Entry entry)
    {
        ReadOnlySpan<byte> value = entry.Value;
        if (!HllFormat.IsSparse(value))
        {
            context.Reply.Error(HyperLogLogErrors.NotSparse);
            return;
        }
        var text = new StringBuilder();
        for (int position = HllFormat.HeaderBytes; position < value.Length;)
        {
            SparseRun run = SparseRun.At(value, position);
            if (text.Length > 0)
                text.Append(' ');
            _ = run.Opcode switch
            {
                SparseOpcode.Zero => text.Append("z:").Append(run.Count),
                SparseOpcode.LongZero => text.Append("Z:").Append(run.Count),
                _ => text.Append("v:").Append(run.Value).Append(',').Append(run.Count),
            };
            position += run.Size;
        }
        context.Reply.Bulk(Encoding.ASCII.GetBytes(text.ToString()));
    }

    private static void UnknownSubcommand(CommandContext context)
    {
        ReadOnlySpan<byte> name = context.Args[1];
        byte[] text = [.. "ERR Unknown PFDEBUG subcommand '"u8, .. name, .. "'"u8];
        context.Reply.Error(text);
    }
}
