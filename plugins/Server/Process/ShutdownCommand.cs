using Microsoft.Extensions.Logging;

namespace CacheStorm.Plugins.Server;

/// <summary>SHUTDOWN: ends the server. There is no reply but the end of the connection.</summary>
internal sealed class ShutdownCommand(IServerControl server, ILogger<ShutdownCommand> log)
{
    [Command("SHUTDOWN", Arity = -1, Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.NoMulti | CommandFlags.AllowBusy,
        Group = "server",
        Since = "1.0.0",
        Summary = "Synchronously save the dataset to disk and then shut down the server",
        Complexity = "O(N) when saving, where N is the total number of keys in all databases when saving data, otherwise O(1)",
        Arguments = "nosave_save=(nosave!NOSAVE | save!SAVE)? now!NOW?^7.0.0 force!FORCE?^7.0.0 abort!ABORT?^7.0.0")]
    [CommandHistory("7.0.0", "Added the `NOW`, `FORCE` and `ABORT` modifiers.")]
    public void Shutdown(CommandContext context)
    {
        if (!ShutdownOptions.TryParse(context.Args, out ShutdownOptions options))
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }
        if (options.Abort)
        {
            // Nothing delays the end here, so there is never one to take back.
            context.Reply.Error(ErrorText.NoShutdown);
            return;
        }
        if (context.IsNested && !options.Now)
        {
            context.Reply.Error(ErrorText.ShutdownMayNotWait);
            return;
        }
        if (options.Save && !options.Force)
        {
            log.LogWarning("SHUTDOWN SAVE was asked for, but nothing can be saved without persistence. SHUTDOWN NOSAVE or FORCE ends the server.");
            context.Reply.Error(ErrorText.ShutdownFailed);
            return;
        }
        log.LogInformation("User requested shutdown...");
        context.Client.Close(afterReplies: true);
        server.Stop();
    }
}
