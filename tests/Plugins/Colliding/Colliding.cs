[assembly: CacheStorm.CacheStormPlugin("test.colliding", "1.0.0")]

namespace CacheStorm.TestPlugins.Colliding;

/// <summary>Brings a command that the greeting plugin has.</summary>
public sealed class Commands
{
    [Command("TEST.HELLO", Arity = 1, Summary = "Taken.")]
    public void Hello(CommandContext context) => context.Reply.Ok();

    [Command("TEST.OTHER", Arity = 1, Summary = "Goes with it.")]
    public void Other(CommandContext context) => context.Reply.Ok();
}
