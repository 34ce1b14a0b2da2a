namespace CacheStorm.Plugins.Server;

/// <summary>DEBUG's subcommands that make or match keys.</summary>
internal sealed class DebugKeys
{
    public IEnumerable<DebugSubcommand> Subcommands =>
    [
        new("POPULATE"u8.ToArray(), 3, 5, Populate),
        new("STRINGMATCH-LEN"u8, 4, static context =>
            context.Reply.Integer(Glob.IsMatch(context.Args[2], context.Args[3]) ? 1 : 0)),
    ];

    /// <summary>Fills the database with keys for tests; those that are there already stay as they are.</summary>
    private static void Populate(CommandContext context)
    {
        CommandArguments args = context.Args;
        long size = 0;
        if (!TryPositive(context, 2, out long count) || (args.Count == 5 && !TryPositive(context, 4, out size)))
            return;
        if (!context.EnsureExclusive())
            return;

        byte[] key = NameWithRoom(args.Count > 3 ? args[3] : "key"u8, out int prefix);
        byte[] text = NameWithRoom("value"u8, out int word);
        byte[] value = new byte[(int)Math.Min(size, int.MaxValue / 2)];
        for (long i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> name = key.AsSpan(0, prefix + Numbers.FormatInt64(key.AsSpan(prefix), i));
            if (context.Keyspace.Exists(name, Lookup.Peek))
                continue;
            ReadOnlySpan<byte> content = text.AsSpan(0, word + Numbers.FormatInt64(text.AsSpan(word), i));
            if (size > 0)
            {
                Array.Clear(value);
                content[..Math.Min(content.Length, value.Length)].CopyTo(value);
                content = value;
            }
            context.Keyspace.SetString(name, content);
        }
        context.Effects.Suppress();
        context.Reply.Ok();
    }

    private static byte[] NameWithRoom(ReadOnlySpan<byte> word, out int length)
    {
        byte[] name = new byte[word.Length + 1 + Numbers.MaxInt64Length];
        word.CopyTo(name);
        name[word.Length] = (byte)':';
        length = word.Length + 1;
        return name;
    }

    private static bool TryPositive(CommandContext context, int index, out long value)
    {
        if (Numbers.TryParseInt64(context.Args[index], out value) && value >= 0)
            return true;
        context.Reply.Error(Errors.MustBePositive);
        return false;
    }
}
