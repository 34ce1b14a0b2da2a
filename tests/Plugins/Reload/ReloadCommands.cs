using System.Text;

namespace CacheStorm.TestPlugins.Reload;

/// <summary>Everything that a host may hold of a plugin: commands, a setting, a job, an interceptor, state of clients, a parked client.</summary>
internal sealed class ReloadCommands(ReloadSettings settings, Tally tally)
{
    [Command("RELOAD.VERSION", Arity = 1, Flags = CommandFlags.Fast, Summary = "Which build answers.")]
    public void Version(CommandContext context) => context.Reply.Integer(Build.Number);

    [Command("RELOAD.LIMIT", Arity = 1, Flags = CommandFlags.Fast, Summary = "The setting's value.")]
    public void Limit(CommandContext context) => context.Reply.Integer(settings.Limit);

    [Command("RELOAD.TALLY", Arity = 1, Flags = CommandFlags.Fast, Summary = "Adds one to what is handed over from build to build.")]
    public void Add(CommandContext context) => context.Reply.Integer(Interlocked.Increment(ref tally.Count));

    [Command("RELOAD.NOTE", Arity = -1, Flags = CommandFlags.Fast, Summary = "Keeps a note for the client, or reads it.")]
    public void Keep(CommandContext context)
    {
        if (context.Args.Count > 1)
            context.Client.Set(Tally.Slot, new Note(Encoding.UTF8.GetString(context.Args[1])));
        context.Reply.SimpleString(context.Client.TryGet(Tally.Slot, out Note? note) ? Encoding.UTF8.GetBytes(note.Text) : "none"u8);
    }

    [Command("RELOAD.HOLD", Arity = 2, Flags = CommandFlags.Blocking, Summary = "Waits for the plugin itself.")]
    public void Hold(CommandContext context) => context.ParkUntilUnparked(
        long.Parse(Encoding.UTF8.GetString(context.Args[1])), static late => late.Reply.Integer(Build.Number));

    [Command("RELOAD.THROW", Arity = 1, Summary = "Throws.")]
    public void Throw(CommandContext context) => throw new InvalidOperationException("as was asked for");

    [Command("RELOAD.SPIN", Arity = 2, Summary = "Doesn't come back for so many milliseconds.")]
    public void Spin(CommandContext context)
    {
        long end = Environment.TickCount64 + long.Parse(Encoding.UTF8.GetString(context.Args[1]));
        while (Environment.TickCount64 < end)
            Thread.SpinWait(1000);
        context.Reply.SimpleString("OK"u8);
    }

#if COLLIDING
    [Command("GET", Arity = 1, Summary = "Somebody else's.")]
    public void Get(CommandContext context) => context.Reply.SimpleString("OK"u8);
#elif !FIRST
    [Command("RELOAD.NEW", Arity = 1, Summary = "Only the second build has it.")]
    public void New(CommandContext context) => context.Reply.SimpleString("OK"u8);
#else
    [Command("RELOAD.OLD", Arity = 1, Summary = "Only the first build has it.")]
    public void Old(CommandContext context) => context.Reply.SimpleString("OK"u8);
#endif
}

/// <summary>What is counted, and handed over.</summary>
internal sealed class Tally : IReloadHandover, IPluginLifecycle, IBackgroundJob
{
    public static readonly SessionSlot<Note> Slot = new();

    public int Count;

    public Tally()
    {
#if THROWING
        throw new InvalidOperationException("no luck with this build");
#endif
    }

    public string Name => "tally";

    public TimeSpan Interval => TimeSpan.FromMilliseconds(1);

    public void Run(JobBudget budget) => Thread.SpinWait(10);

    public async ValueTask StartAsync(CancellationToken cancellation)
    {
#if HANGING
        await Task.Delay(Timeout.Infinite, cancellation);
#else
        await Task.Yield();
#endif
    }

    public void Save(ReloadState state)
    {
        state.Set("count", Count);
        foreach (ClientSession client in state.Clients)
        {
            if (client.TryGet(Slot, out Note? note))
                state.Set(client, "note", note.Text);
        }
    }

    public void Restore(ReloadState state)
    {
        if (state.TryGet("count", out int count))
            Count = count;
        foreach (ClientSession client in state.Clients)
        {
            if (state.TryGet(client, "note", out string? text))
                client.Set(Slot, new Note(text));
        }
    }
}

/// <summary>A client's note.</summary>
internal sealed record Note(string Text);

/// <summary>Settings with a range.</summary>
[PluginSettings]
internal sealed class ReloadSettings
{
    [ConfigSetting("reload-limit", Mutable = true, Min = 1, Max = 100, Summary = "A number from 1 to 100.")]
    public int Limit { get; private set; } = 10;
}

/// <summary>Registers what is no contribution by itself.</summary>
internal sealed class ReloadInterceptor : ICommandInterceptor
{
    public int Order => InterceptorOrder.Authorization;

    public InterceptorScope Scope => InterceptorScope.Always;

    public bool AppliesTo(CommandInfo command) => command.Name.StartsWith("RELOAD.", StringComparison.Ordinal);

    public InterceptResult Intercept(CommandContext context) => InterceptResult.Continue;
}
