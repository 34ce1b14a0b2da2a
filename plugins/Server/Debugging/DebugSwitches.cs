using System.Text;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Plugins.Server;

/// <summary>DEBUG's switches, and what it does to the server as a whole. Some turn on parts that Redis has and we don't: these are accepted.</summary>
internal sealed class DebugSwitches(IServerControl server, ReplicationIdentity identity, ILogger log)
{
    // Elements of lists up to this size may be packed, says Redis.
    private static readonly MemorySizeFormat s_packedThreshold = new(0, (1L << 32) - (1L << 20));

    public IEnumerable<DebugSubcommand> Subcommands =>
    [
        new("SLEEP"u8, 3, Sleep),
        new("SET-ACTIVE-EXPIRE"u8, 3, SetActiveExpire),
        new("PAUSE-CRON"u8, 3, PauseCron),
        new("SET-DISABLE-DENY-SCRIPTS"u8, 3, static context => context.Reply.Ok()),
        new("QUICKLIST-PACKED-THRESHOLD"u8, 3, QuicklistPackedThreshold),
        new("REPLYBUFFER"u8, 4, ReplyBuffer),
        new("LOG"u8, 3, Log),
        new("CHANGE-REPL-ID"u8, 2, ChangeReplicationId),
        new("ERROR"u8, 3, static context => context.Reply.Error(context.Args[2])),
    ];

    /// <summary>Everything stands still, as a busy Redis would.</summary>
    private static void Sleep(CommandContext context)
    {
        if (!context.EnsureExclusive())
            return;
        double seconds = LeadingNumber.Float(context.Args[2]);
        if (seconds > 0)
            Thread.Sleep(TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue / 1000)));
        context.Reply.Ok();
    }

    private void SetActiveExpire(CommandContext context)
    {
        server.SetActiveExpiry(LeadingNumber.Integer(context.Args[2]) != 0);
        context.Reply.Ok();
    }

    private void PauseCron(CommandContext context)
    {
        server.PauseBackgroundWork(LeadingNumber.Integer(context.Args[2]) != 0);
        context.Reply.Ok();
    }

    private static void QuicklistPackedThreshold(CommandContext context)
    {
        if (s_packedThreshold.TryParse(Encoding.UTF8.GetString(context.Args[2]), out _, out _))
            context.Reply.Ok();
        else
            context.Reply.Error(ErrorText.PackedThreshold);
    }

    private static void ReplyBuffer(CommandContext context)
    {
        CommandArguments args = context.Args;
        if (args.Is(2, "PEAK-RESET-TIME"u8))
        {
            bool isWord = args.Is(3, "NEVER"u8) || args.Is(3, "RESET"u8);
            if (!isWord && !args.TryInt64(3, out _))
                return;
        }
        else if (!args.Is(2, "RESIZING"u8))
        {
            ErrorText.SubcommandSyntax(context, "DEBUG");
            return;
        }
        context.Reply.Ok();
    }

    private void Log(CommandContext context)
    {
        log.LogWarning("DEBUG LOG: {Message}", Encoding.UTF8.GetString(context.Args[2]));
        context.Reply.Ok();
    }

    private void ChangeReplicationId(CommandContext context)
    {
        identity.Change();
        context.Reply.Ok();
    }
}
