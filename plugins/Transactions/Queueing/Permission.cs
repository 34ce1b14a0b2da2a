namespace CacheStorm.Plugins.Transactions.Queueing;

/// <summary>
/// A command that was allowed when it was queued and is not any more: Redis says so in words of its own, with the reason that
/// the refusal gives at its end.
/// </summary>
internal static class Permission
{
    /// <summary>Puts Redis' error in the place of a refusal for lack of permission; others stay.</summary>
    public static void Explain(ReplyWriter reply, ReplyCheckpoint before)
    {
        ReadOnlySpan<byte> line = reply.WrittenSince(before);
        if (!line.StartsWith("-NOPERM"u8))
            return;
        byte[] error = [.. ErrorText.NoLongerAllowed, .. ReasonOf(line[..^2])];
        reply.Rewind(before);
        reply.Error(error);
    }

    private static ReadOnlySpan<byte> ReasonOf(ReadOnlySpan<byte> refusal)
    {
        if (refusal.EndsWith("command"u8))
            return "no permission to execute the command or subcommand"u8;
        if (refusal.EndsWith("keys used as arguments"u8))
            return "no permission to touch the specified keys"u8;
        if (refusal.EndsWith("channels used as arguments"u8))
            return "no permission to access one of the channels used as arguments"u8;
        return "no permission"u8;
    }
}
