using System.Text;

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

        byte[] prefix = [.. args.Count > 3 ? args[3] : "key"u8, (byte)':'];
        byte[] value = new byte[(int)Math.Min(size, int.MaxValue / 2)];
        for (long i = 0; i < count; i++)
        {
            byte[] digits = Encoding.ASCII.GetBytes(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
            byte[] key = [.. prefix, .. digits];
            if (context.Keyspace.Exists(key, Lookup.Peek))
                continue;
            ReadOnlySpan<byte> text = [.. "value:"u8, .. digits];
            if (size > 0)
            {
                Array.Clear(value);
                text[..Math.Min(text.Length, value.Length)].CopyTo(value);
                text = value;
            }
            context.Keyspace.SetString(key, text);
        }
        context.Effects.Suppress();
        context.Reply.Ok();
    }

    private static bool TryPositive(CommandContext context, int index, out long value)
    {
        if (Numbers.TryParseInt64(context.Args[index], out value) && value >= 0)
            return true;
        context.Reply.Error(Errors.MustBePositive);
        return false;
    }
}
