namespace CacheStorm.Plugins.Bitmaps;

/// <summary>
/// Computes what BITOP stores, a block at a time, so that the block stays in the processor's cache while all sources pass over it.
/// Sources are read from the keyspace as they stand; shorter ones count as followed by clear bits.
/// </summary>
/// <param name="context">The call.</param>
/// <param name="operation">The operation.</param>
/// <param name="firstSource">The argument that names the first source.</param>
internal readonly ref struct BitwiseCombination(CommandContext context, BitwiseOperation operation, int firstSource)
{
    private const int BlockBytes = 32 << 10;

    /// <summary>Writes the result.</summary>
    /// <param name="result">As long as the longest source; what is in it doesn't matter. Shares no memory with a source.</param>
    public void Fill(Span<byte> result)
    {
        Span<byte> more = default;
        byte[]? rented = null;
        if (operation == BitwiseOperation.One)
            more = rented = System.Buffers.ArrayPool<byte>.Shared.Rent(Math.Min(BlockBytes, result.Length));

        for (int from = 0; from < result.Length; from += BlockBytes)
        {
            Span<byte> block = result[from..Math.Min(from + BlockBytes, result.Length)];
            switch (operation)
            {
                case BitwiseOperation.Diff or BitwiseOperation.Diff1 or BitwiseOperation.AndOr:
                    FillWithFirst(block, from);
                    break;
                case BitwiseOperation.One:
                    FillOne(block, more, from);
                    break;
                default:
                    FillInTurn(block, from);
                    break;
            }
        }
        if (rented is not null)
            System.Buffers.ArrayPool<byte>.Shared.Return(rented);
    }

    private void FillInTurn(Span<byte> block, int from)
    {
        Copy(block, from, firstSource);
        if (operation == BitwiseOperation.Not)
            BitKernels.Invert(block);
        for (int i = firstSource + 1; i < context.Args.Count; i++)
            Combine(block, Source(i, from, block.Length));
    }

    private void Combine(Span<byte> block, ReadOnlySpan<byte> source)
    {
        Span<byte> shared = block[..source.Length];
        switch (operation)
        {
            case BitwiseOperation.And:
                BitKernels.Apply<BitKernels.And>(shared, source);
                block[source.Length..].Clear();
                break;
            case BitwiseOperation.Or:
                BitKernels.Apply<BitKernels.Or>(shared, source);
                break;
            default:
                BitKernels.Apply<BitKernels.Xor>(shared, source);
                break;
        }
    }

    /// <summary>All sources but the first are united; then the first decides.</summary>
    private void FillWithFirst(Span<byte> block, int from)
    {
        Copy(block, from, firstSource + 1);
        for (int i = firstSource + 2; i < context.Args.Count; i++)
        {
            ReadOnlySpan<byte> other = Source(i, from, block.Length);
            BitKernels.Apply<BitKernels.Or>(block[..other.Length], other);
        }

        ReadOnlySpan<byte> source = Source(firstSource, from, block.Length);
        Span<byte> shared = block[..source.Length];
        switch (operation)
        {
            case BitwiseOperation.Diff:
                BitKernels.Apply<BitKernels.NotAnd>(shared, source);
                block[source.Length..].Clear();
                break;
            case BitwiseOperation.Diff1:
                BitKernels.Apply<BitKernels.AndNot>(shared, source);
                break;
            default:
                BitKernels.Apply<BitKernels.And>(shared, source);
                block[source.Length..].Clear();
                break;
        }
    }

    private void FillOne(Span<byte> block, Span<byte> more, int from)
    {
        Copy(block, from, firstSource);
        more = more[..block.Length];
        more.Clear();
        for (int i = firstSource + 1; i < context.Args.Count; i++)
        {
            ReadOnlySpan<byte> source = Source(i, from, block.Length);
            BitKernels.Meet(block[..source.Length], more, source);
        }
    }

    private void Copy(Span<byte> block, int from, int index)
    {
        ReadOnlySpan<byte> source = Source(index, from, block.Length);
        source.CopyTo(block);
        block[source.Length..].Clear();
    }

    /// <summary>What a source has for a block: up to its length.</summary>
    private ReadOnlySpan<byte> Source(int index, int from, int length)
    {
        context.Keyspace.GetString(context.Args[index], out ReadOnlySpan<byte> value, Lookup.Peek);
        return from >= value.Length ? default : value[from..Math.Min(from + length, value.Length)];
    }
}
