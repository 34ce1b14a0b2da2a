using CacheStorm.Plugins.Connection.Clients;

namespace CacheStorm.UnitTests.Connections;

/// <summary>CLIENT PAUSE: what it holds back, how it ends.</summary>
public sealed class ClientPauseTests : IDisposable
{
    private static readonly CommandInfo s_get = new("GET", "strings", static _ => { }) { Flags = CommandFlags.ReadOnly };
    private static readonly CommandInfo s_set = new("SET", "strings", static _ => { }) { Flags = CommandFlags.Write };
    private static readonly CommandInfo s_publish = new("PUBLISH", "pubsub", static _ => { }) { Flags = CommandFlags.MayReplicate };
    private static readonly CommandInfo s_exec = new("EXEC", "transactions", static _ => { });

    private readonly Switches _switches = new();
    private readonly FakeSession _client = new(1);
    private readonly ClientPause _pause;

    public ClientPauseTests() => _pause = new ClientPause(_switches);

    [Fact]
    public void It_is_switched_on_only_while_it_lasts()
    {
        Assert.Equal(0, _switches.On);
        _pause.Begin(PauseMode.All, 60_000);
        _pause.Begin(PauseMode.All, 60_000);
        Assert.Equal(1, _switches.On);
        _pause.End();
        _pause.End();
        Assert.Equal(0, _switches.On);
    }

    [Fact]
    public void Write_mode_holds_back_what_replicas_would_hear_of()
    {
        _pause.Begin(PauseMode.Write, 60_000);

        Assert.Equal(InterceptResult.Continue, Intercept(s_get));
        Assert.Equal(InterceptResult.Postpone, Intercept(s_set));
        Assert.Equal(InterceptResult.Postpone, Intercept(s_publish));
    }

    [Fact]
    public void Exec_is_held_back_when_it_is_going_to_write()
    {
        _pause.Begin(PauseMode.Write, 60_000);

        _client.QueuedFlags = CommandFlags.ReadOnly;
        Assert.Equal(InterceptResult.Continue, Intercept(s_exec));
        _client.QueuedFlags |= CommandFlags.Write;
        Assert.Equal(InterceptResult.Postpone, Intercept(s_exec));
    }

    [Fact]
    public void A_second_pause_makes_it_stricter_never_milder()
    {
        _pause.Begin(PauseMode.All, 60_000);
        _pause.Begin(PauseMode.Write, 1);

        Assert.Equal(InterceptResult.Postpone, Intercept(s_get));
    }

    [Fact]
    public void Replicas_and_nested_calls_go_on()
    {
        _pause.Begin(PauseMode.All, 60_000);

        CommandContext nested = FakeCalls.Context(_client, "SET", s_set);
        nested.IsNested = true;
        Assert.Equal(InterceptResult.Continue, _pause.Intercept(nested));
        _client.Kind = ClientKind.Replica;
        Assert.Equal(InterceptResult.Continue, Intercept(s_set));
    }

    [Fact]
    public void The_end_lets_those_who_waited_go_on()
    {
        _pause.Begin(PauseMode.All, 60_000);
        Intercept(s_get);

        _pause.End();

        Assert.Equal(1, _client.Resumed);
        Assert.Equal(InterceptResult.Continue, Intercept(s_get));
    }

    [Fact]
    public void It_ends_by_itself()
    {
        _pause.Begin(PauseMode.All, 20);
        Intercept(s_get);

        Assert.True(SpinWait.SpinUntil(() => _client.Resumed == 1, TimeSpan.FromSeconds(5)));
        Assert.Equal(0, _switches.On);
    }

    [Fact]
    public void A_pause_of_no_time_is_none()
    {
        _pause.Begin(PauseMode.All, 0);

        Assert.Equal(0, _switches.On);
    }

    public void Dispose() => _pause.Dispose();

    private InterceptResult Intercept(CommandInfo command) =>
        _pause.Intercept(FakeCalls.Context(_client, command.Name, command));

    private sealed class Switches : IInterceptors
    {
        private int _on;

        public int On => Volatile.Read(ref _on);

        public void Enable(ICommandInterceptor interceptor) => Interlocked.Increment(ref _on);

        public void Disable(ICommandInterceptor interceptor) => Interlocked.Decrement(ref _on);
    }
}
