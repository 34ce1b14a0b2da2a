using System.Buffers;

namespace CacheStorm.Plugins.Bitmaps;

/// <summary>Bitmaps combined into another: BITOP.</summary>
/// <param name="types">The types of value.</param>
internal sealed class BitOpCommands(IDataTypes types)
{
    private const int FirstSource = 3;

    private readonly DataType _string = types.All[0];

    [Command("BITOP", Arity = -4, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "bitmap",
        Since = "2.6.0",
        Summary = "Perform bitwise operations between strings",
        Complexity = "O(N)",
        Arguments = "operation:string destkey:key#0 key:key#1*")]
    [KeySpec(2, KeyAccess.Overwrite | KeyAccess.Update)]
    [KeySpec(3, KeyAccess.ReadOnly | KeyAccess.Access, Last = -1)]
    public void BitOp(CommandContext context)
    {
        int sources = context.Args.Count - FirstSource;
        if (!TryReadOperation(context, out BitwiseOperation operation))
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }
        ReadOnlySpan<byte> wrongCount = RefuseCount(operation, sources);
        if (!wrongCount.IsEmpty)
        {
            context.Reply.Error(wrongCount);
            return;
        }
        if (!TryMeasure(context, out int length, out bool ontoSource))
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }

        ReadOnlySpan<byte> destination = context.Args[2];
        if (length == 0)
        {
            if (context.Keyspace.Remove(destination))
                context.KeyEvent(KeyEventKinds.Generic, "del"u8, destination);
        }
        else
        {
            if (ontoSource)
                StoreCopy(context, operation, length);
            else
                Store(context, operation, length);
            context.KeyEvent(KeyEventKinds.String, "set"u8, destination);
        }
        context.Reply.Integer(length);
    }

    private static bool TryReadOperation(CommandContext context, out BitwiseOperation operation)
    {
        CommandArguments args = context.Args;
        operation = BitwiseOperation.And;
        if (args.Is(1, "AND"u8))
            return true;
        operation = args.Is(1, "OR"u8) ? BitwiseOperation.Or
            : args.Is(1, "XOR"u8) ? BitwiseOperation.Xor
            : args.Is(1, "NOT"u8) ? BitwiseOperation.Not
            : args.Is(1, "DIFF"u8) ? BitwiseOperation.Diff
            : args.Is(1, "DIFF1"u8) ? BitwiseOperation.Diff1
            : args.Is(1, "ANDOR"u8) ? BitwiseOperation.AndOr
            : args.Is(1, "ONE"u8) ? BitwiseOperation.One
            : BitwiseOperation.And;
        return operation != BitwiseOperation.And;
    }

    private static ReadOnlySpan<byte> RefuseCount(BitwiseOperation operation, int sources) => operation switch
    {
        BitwiseOperation.Not when sources != 1 => BitmapErrors.NotNeedsOneSource,
        BitwiseOperation.Diff when sources < 2 => BitmapErrors.DiffNeedsTwoSources,
        BitwiseOperation.Diff1 when sources < 2 => BitmapErrors.Diff1NeedsTwoSources,
        BitwiseOperation.AndOr when sources < 2 => BitmapErrors.AndOrNeedsTwoSources,
        _ => default,
    };

    /// <summary>Finds the longest source, and whether one of them is overwritten; false when one is no string.</summary>
    private static bool TryMeasure(CommandContext context, out int length, out bool ontoSource)
    {
        length = 0;
        ontoSource = false;
        for (int i = FirstSource; i < context.Args.Count; i++)
        {
            if (context.Keyspace.GetString(context.Args[i], out ReadOnlySpan<byte> value) == LookupResult.WrongType)
                return false;
            length = Math.Max(length, value.Length);
            ontoSource |= context.Args[i].SequenceEqual(context.Args[2]);
        }
        return true;
    }

    /// <summary>Makes the destination, then fills it in place.</summary>
    private void Store(CommandContext context, BitwiseOperation operation, int length)
    {
        Span<byte> result = context.Keyspace.Create(context.Args[2], _string, (byte)StringEncoding.Raw, length, Expiry.None, out _);
        new BitwiseCombination(context, operation, FirstSource).Fill(result);
    }

    /// <summary>Fills a buffer, since a source goes when the destination is made.</summary>
    private static void StoreCopy(CommandContext context, BitwiseOperation operation, int length)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        Span<byte> result = buffer.AsSpan(0, length);
        new BitwiseCombination(context, operation, FirstSource).Fill(result);
        context.Keyspace.SetString(context.Args[2], result, Expiry.None, StringEncoding.Raw);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
