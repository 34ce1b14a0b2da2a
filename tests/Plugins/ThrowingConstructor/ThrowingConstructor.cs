[assembly: CacheStorm.CacheStormPlugin("test.throwingconstructor", "1.0.0", Requires = ["test.greeting"])]

namespace CacheStorm.TestPlugins.ThrowingConstructor;

/// <summary>Can't be made.</summary>
public sealed class Commands
{
    public Commands() => throw new InvalidOperationException("no luck today");

    [Command("TEST.NEVER", Arity = 1, Summary = "Never runs.")]
    public void Never(CommandContext context) => context.Reply.Ok();
}
