using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

[assembly: CacheStorm.CacheStormPlugin("test.greeting", "1.2.3", Description = "Greets.", Requires = [])]

namespace CacheStorm.TestPlugins.Greeting;

/// <summary>Words of the plugin's own, put in by its setup.</summary>
public sealed record Words(string Hello);

/// <summary>Adds services and an INFO section under its interface: the section's class must still be made only once.</summary>
public sealed class Setup : IPluginSetup
{
    public void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton(new Words("hello"));
        services.AddSingleton<IInfoSection, GreetingSection>();
    }
}

/// <summary>Commands, life cycle and a section in one: one instance serves all three.</summary>
[CommandContainer("TEST.GREET", Summary = "Greetings.")]
public sealed class GreetingCommands(Words words, ILogger<GreetingCommands> log, TimeProvider clock, IExtensions<IInfoSection> sections)
    : IPluginLifecycle, IInfoSection
{
    private static int s_made;
    private int _started;

    public int Made { get; } = Interlocked.Increment(ref s_made);

    public string Name => "Greeting";
    public int Order => 1000;

    public ValueTask StartAsync(CancellationToken cancellation)
    {
        _started++;
        log.LogInformation("greets since {Year}", clock.GetUtcNow().Year);
        return default;
    }

    [Command("TEST.HELLO", Arity = 1, Flags = CommandFlags.Fast, Summary = "Says hello.")]
    public void Hello(CommandContext context) => context.Reply.SimpleString(System.Text.Encoding.UTF8.GetBytes(words.Hello));

    [Command("TEST.GREET|COUNT", Arity = 2, Flags = CommandFlags.Fast, Summary = "How often it was made and started, and the sections there are.")]
    private void Count(CommandContext context)
    {
        context.Reply.Array(3);
        context.Reply.Integer(Made);
        context.Reply.Integer(_started);
        context.Reply.Integer(sections.All.Count);
    }

    public void Write(InfoWriter writer) => writer.Field("greeting", words.Hello);
}

/// <summary>Registered by <see cref="Setup"/> under its interface.</summary>
public sealed class GreetingSection : IInfoSection
{
    public string Name => "Greeting";
    public int Order => 1001;
    public void Write(InfoWriter writer) => writer.Field("greetings", 1);
}
