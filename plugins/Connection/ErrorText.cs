using System.Text;

namespace CacheStorm.Plugins.Connection;

/// <summary>The errors of this plugin's commands that are not everybody's, and those that quote an argument.</summary>
internal static class ErrorText
{
    /// <summary>As much of a subcommand's name as Redis quotes.</summary>
    private const int LongestSubcommand = 128;

    public static ReadOnlySpan<byte> WrongPass => "WRONGPASS invalid username-password pair or user is disabled."u8;

    public static ReadOnlySpan<byte> NoPassword =>
        "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?"u8;

    public static ReadOnlySpan<byte> HelloUnauthenticated =>
        "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time"u8;

    public static ReadOnlySpan<byte> BadClientName => "ERR Client names cannot contain spaces, newlines or special characters."u8;

    public static ReadOnlySpan<byte> ClusterDisabled => "ERR This instance has cluster support disabled"u8;

    /// <summary>An error with an argument in the middle of it, up to its first zero byte as everywhere in Redis' errors.</summary>
    public static void Quoting(ReplyWriter reply, ReadOnlySpan<byte> before, ReadOnlySpan<byte> argument, ReadOnlySpan<byte> after)
    {
        int end = argument.IndexOf((byte)0);
        if (end >= 0)
            argument = argument[..end];
        int length = before.Length + argument.Length + after.Length;
        Span<byte> text = length <= 512 ? stackalloc byte[length] : new byte[length];
        before.CopyTo(text);
        argument.CopyTo(text[before.Length..]);
        after.CopyTo(text[(before.Length + argument.Length)..]);
        reply.Error(text);
    }

    /// <summary>What Redis says of a subcommand with too many arguments where the arity alone can't tell.</summary>
    public static void SubcommandSyntax(CommandContext context)
    {
        ReadOnlySpan<byte> name = context.Args[1];
        Quoting(context.Reply, "ERR unknown subcommand or wrong number of arguments for '"u8,
            name[..Math.Min(name.Length, LongestSubcommand)],
            Encoding.ASCII.GetBytes($"'. Try {context.Command.Container} HELP."));
    }
}
