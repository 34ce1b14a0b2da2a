[assembly: CacheStorm.CacheStormPlugin("test.hangingstart", "1.0.0")]

namespace CacheStorm.TestPlugins.HangingStart;

/// <summary>Blocks in its start, without looking at the cancellation.</summary>
public sealed class Commands : IPluginLifecycle
{
    [Command("TEST.LATE", Arity = 1, Summary = "Never runs.")]
    public void Late(CommandContext context) => context.Reply.Ok();

    public ValueTask StartAsync(CancellationToken cancellation)
    {
        Thread.Sleep(TimeSpan.FromSeconds(3));
        return default;
    }
}
