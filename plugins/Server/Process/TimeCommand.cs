namespace CacheStorm.Plugins.Server;

/// <summary>TIME: the server's clock.</summary>
internal sealed class TimeCommand(TimeProvider clock)
{
    [Command("TIME", Arity = 1, Flags = CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast,
        Group = "server",
        Since = "2.6.0",
        Summary = "Return the current server time",
        Complexity = "O(1)",
        Tips = "nondeterministic_output")]
    public void Time(CommandContext context)
    {
        // A transaction or a script sees one time; by itself the command is as exact as the clock.
        long microseconds = context.IsNested
            ? context.Now * 1000
            : (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        (long seconds, long rest) = Math.DivRem(microseconds, 1_000_000);
        context.Reply.Array(2);
        context.Reply.BulkInteger(seconds);
        context.Reply.BulkInteger(rest);
    }
}
