using System.Text;

namespace CacheStorm.Plugins.Connection;

/// <summary>The errors of this plugin's commands that are not everybody's, and those that quote an argument.</summary>
internal static class ErrorText
{
    private const int LongestQuote = 128;

    public static ReadOnlySpan<byte> WrongPass => "WRONGPASS invalid username-password pair or user is disabled."u8;

    public static ReadOnlySpan<byte> NoPassword =>
        "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?"u8;

    public static ReadOnlySpan<byte> HelloUnauthenticated =>
        "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time"u8;

    public static ReadOnlySpan<byte> BadClientName => "ERR Client names cannot contain spaces, newlines or special characters."u8;

    public static ReadOnlySpan<byte> ClusterDisabled => "ERR This instance has cluster support disabled"u8;

    /// <summary>An error with an argument in the middle of it.</summary>
    public static void Quoting(ReplyWriter reply, ReadOnlySpan<byte> before, ReadOnlySpan<byte> argument, ReadOnlySpan<byte> after)
    {
        if (argument.Length > LongestQuote)
            argument = argument[..LongestQuote];
        Span<byte> text = stackalloc byte[before.Length + argument.Length + after.Length];
        before.CopyTo(text);
        argument.CopyTo(text[before.Length..]);
        after.CopyTo(text[(before.Length + argument.Length)..]);
        reply.Error(text);
    }

    /// <summary>What Redis says of a subcommand with too many arguments where the arity alone can't tell.</summary>
    public static void SubcommandSyntax(CommandContext context) =>
        Quoting(context.Reply, "ERR unknown subcommand or wrong number of arguments for '"u8, context.Args[1],
            Encoding.ASCII.GetBytes($"'. Try {context.Command.Container} HELP."));
}
