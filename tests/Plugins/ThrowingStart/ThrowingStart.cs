[assembly: CacheStorm.CacheStormPlugin("test.throwingstart", "1.0.0", Requires = ["test.greeting"])]

namespace CacheStorm.TestPlugins.ThrowingStart;

/// <summary>Can be made, but not started.</summary>
public sealed class Commands : IPluginLifecycle
{
    [Command("TEST.NEVER", Arity = 1, Summary = "Never runs.")]
    public void Never(CommandContext context) => context.Reply.Ok();

    public ValueTask StartAsync(CancellationToken cancellation) => throw new IOException("the disk is full");
}
