namespace CacheStorm.Plugins.Hashes;

/// <summary>HINCRBY and HINCRBYFLOAT: fields that count. A field's expiry stays.</summary>
internal sealed class CounterCommands(HashValues hashes)
{
    [Command("HINCRBY", Arity = 4, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "hash",
        Since = "2.0.0",
        Summary = "Increment the integer value of a hash field by the given number",
        Complexity = "O(1)",
        Arguments = "key:key#0 field:string increment:integer")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update)]
    public void HIncrBy(CommandContext context)
    {
        if (!context.Args.TryInt64(3, out long by) || !hashes.TryOpen(context, out bool exists, out Entry entry))
            return;
        long value = 0;
        if (exists && hashes.TryGet(entry, context.Now, context.Args[2], out PackedElement current) && !current.TryInt64(out value))
        {
            context.Reply.Error(HashErrors.ValueNotInteger);
            return;
        }
        long sum = unchecked(value + by);
        if (((value ^ sum) & (by ^ sum)) < 0)
        {
            context.Reply.Error(Errors.Overflow);
            return;
        }

        Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
        Put(context, exists, ref entry, text[..Numbers.FormatInt64(text, sum)]);
        context.KeyEvent(KeyEventKinds.Hash, "hincrby"u8, context.Key);
        context.Reply.Integer(sum);
    }

    [Command("HINCRBYFLOAT", Arity = 4, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "hash",
        Since = "2.6.0",
        Summary = "Increment the float value of a hash field by the given amount",
        Complexity = "O(1)",
        Arguments = "key:key#0 field:string increment:double")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update)]
    public void HIncrByFloat(CommandContext context)
    {
        if (!LongDouble.TryParse(context.Args[3], out LongDouble sum))
        {
            context.Reply.Error(Errors.NotFloat);
            return;
        }
        if (!sum.IsFinite)
        {
            context.Reply.Error(HashErrors.IncrementNotFinite);
            return;
        }
        if (!hashes.TryOpen(context, out bool exists, out Entry entry))
            return;
        long expiresAt = 0;
        if (exists && hashes.TryGet(entry, context.Now, context.Args[2], out PackedElement current, out expiresAt))
        {
            Span<byte> number = stackalloc byte[Numbers.MaxInt64Length];
            if (!LongDouble.TryParse(current.Text(number), out LongDouble value))
            {
                context.Reply.Error(HashErrors.ValueNotFloat);
                return;
            }
            sum = value + sum;
            if (!sum.IsFinite)
            {
                context.Reply.Error(HashErrors.SumNotFinite);
                return;
            }
        }

        Span<byte> room = stackalloc byte[LongDouble.MaxLength];
        ReadOnlySpan<byte> result = room[..sum.Format(room)];
        Put(context, exists, ref entry, result);
        context.KeyEvent(KeyEventKinds.Hash, "hincrbyfloat"u8, context.Key);
        if (context.Effects.Wanted)
            PassOn(context, result, keepsExpiry: expiresAt >= context.Now);
        context.Reply.Bulk(result);
    }

    private void Put(CommandContext context, bool exists, ref Entry entry, scoped ReadOnlySpan<byte> value)
    {
        if (exists)
            hashes.Put(context.Keyspace, ref entry, context.Now, context.Args[2], value, keepExpiry: true);
        else
            hashes.Create(context.Keyspace, context.Key, context.Args[2], value, out _);
    }

    /// <summary>Passes the sum on, not the addition: what a floating-point unit makes of it may differ.</summary>
    private static void PassOn(CommandContext context, ReadOnlySpan<byte> sum, bool keepsExpiry)
    {
        ArgumentListBuilder command = context.Effects.Rewrite();
        if (keepsExpiry)
            command.Add("HSETEX"u8).Add(context.Key).Add("KEEPTTL"u8).Add("FIELDS"u8).Add(1).Add(context.Args[2]).Add(sum);
        else
            command.Add("HSET"u8).Add(context.Key).Add(context.Args[2]).Add(sum);
    }
}
