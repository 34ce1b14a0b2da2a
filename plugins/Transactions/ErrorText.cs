namespace CacheStorm.Plugins.Transactions;

/// <summary>The error texts of transactions, as Redis' clients know them.</summary>
internal static class ErrorText
{
    public static ReadOnlySpan<byte> Nested => "ERR MULTI calls can not be nested"u8;
    public static ReadOnlySpan<byte> ExecWithoutMulti => "ERR EXEC without MULTI"u8;
    public static ReadOnlySpan<byte> DiscardWithoutMulti => "ERR DISCARD without MULTI"u8;
    public static ReadOnlySpan<byte> WatchInside => "ERR WATCH inside MULTI is not allowed"u8;
    public static ReadOnlySpan<byte> NotAllowedInside => "ERR Command not allowed inside a transaction"u8;
    public static ReadOnlySpan<byte> Aborted => "EXECABORT Transaction discarded because of previous errors."u8;
    public static ReadOnlySpan<byte> AbortedBecause => "EXECABORT Transaction discarded because of: "u8;
    public static ReadOnlySpan<byte> NoLongerAllowed =>
        "NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. This command is no longer allowed for the following reason: "u8;

    /// <summary>A command that asked to run alone in the midst of others, without having said before that it may.</summary>
    public static ReadOnlySpan<byte> CannotRunAlone => "ERR the command would have to run alone, which it can't inside a transaction"u8;
}
