using CacheStorm.Host.Dispatch;
using CacheStorm.Host.Network;
using CacheStorm.Host.Server;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Host.Storage.Values;
using Microsoft.Extensions.Logging.Abstractions;

namespace CacheStorm.UnitTests.Storage;

/// <summary>A value's alarm: it goes where the value goes, and rings as the server's own work on the key.</summary>
public sealed class AlarmTests
{
    private readonly ManualClock _clock = new();
    private readonly BlockValueType _type = new();
    private readonly Engine _engine;
    private readonly ExpiryCollector _collector;
    private readonly List<string> _rung = [];

    public AlarmTests()
    {
        var options = new EngineOptions { Workers = 1, Databases = 4, Limits = new ProtocolLimits(), Clock = _clock };
        _engine = new Engine(options, events => new Store(4, new DataTypes(new StringType()), new LeastRecentlyUsed(), events, _clock), NullLoggerFactory.Instance);
        _engine.Store.Types.Register(_type);
        _collector = new ExpiryCollector(_engine.Store, _engine.Executor.Alarms);
        _type.Rings = Ring;
    }

    private long Alarms => Enumerable.Range(0, 4).Sum(i => _engine.Store.Space(i)!.Set.Shards.ToArray().Sum(shard => (long)shard.Alarms));

    [Fact]
    public void Rings_once_when_its_millisecond_has_passed()
    {
        Store("a", _clock.Now + 100);
        Store("b", -1);
        Assert.Equal(1, Alarms);
        Pass(100);
        Assert.Empty(_rung);
        Pass(1);
        Assert.Equal(["0 a"], _rung);
        Pass(10_000);
        Assert.Single(_rung);
        Assert.Equal(0, Alarms);
    }

    [Fact]
    public void Rings_again_when_the_type_says_so_at_once_or_later()
    {
        long second = _clock.Now + 500;
        int left = 40;
        _type.Rings = context =>
        {
            _rung.Add("");
            BlockValueType.SetAlarm(context.Keyspace, context.Key, --left > 0 ? context.Now - 1 : second);
        };
        Store("a", _clock.Now + 100);
        Pass(200);
        Assert.Equal(40, _rung.Count);
        left = int.MinValue / 2;
        second = -1;
        Pass(400);
        Assert.Equal(41, _rung.Count);
        Assert.Equal(0, Alarms);
    }

    [Fact]
    public void A_type_that_does_nothing_or_fails_is_called_once_a_second()
    {
        _type.Rings = context =>
        {
            _rung.Add("");
            throw new InvalidOperationException("It fails.");
        };
        Store("a", _clock.Now + 1);
        for (int i = 0; i < 50; i++)
            Pass(100);
        Assert.InRange(_rung.Count, 4, 6);
    }

    [Fact]
    public void The_earliest_counts_and_one_key_has_one()
    {
        Store("a", _clock.Now + 900);
        long cost = _engine.Store.ExactBytes();
        for (int i = 0; i < 10_000; i++)
            On("a", keyspace => BlockValueType.SetAlarm(keyspace, "a"u8, _clock.Now + 100 + i));
        Assert.Equal(1, Alarms);
        Assert.Equal(cost, _engine.Store.ExactBytes());
        Pass(101);
        Assert.Single(_rung);

        Store("a", _clock.Now + 100);
        On("a", keyspace =>
        {
            keyspace.TryFind("a"u8, out Entry entry);
            keyspace.SetAlarm(entry, -1);
        });
        Assert.Equal(0, Alarms);
    }

    [Fact]
    public void Follows_a_value_that_is_moved_copied_or_swapped()
    {
        long time = _clock.Now + 100;
        Store("a", time);
        Alone(context =>
        {
            context.Keyspace.TryFind("a"u8, out Entry entry);
            context.Keyspace.MoveTo(ref entry, context.Keyspace, "renamed"u8);
        });
        Assert.Equal(1, Alarms);
        Alone(context =>
        {
            context.Keyspace.TryFind("renamed"u8, out Entry entry);
            context.Keyspace.CopyTo(ref entry, context.KeyspaceOf(2)!, "copied"u8);
        });
        Assert.Equal(2, Alarms);
        Alone(context =>
        {
            context.Keyspace.TryFind("renamed"u8, out Entry entry);
            context.Keyspace.MoveTo(ref entry, context.Keyspace, "renamed"u8);
        });
        Assert.Equal(2, Alarms);
        Alone(context => new StoreNamespaces(_engine, new StoreContributions { Store = _engine.Store }).Swap(context, 2, 3));
        Pass(101);
        Assert.Equal(["0 renamed", "3 copied"], _rung.Order());
        Assert.Equal(0, Alarms);
    }

    [Fact]
    public void Goes_with_its_value()
    {
        foreach (string key in new[] { "removed", "overwritten", "anew", "expired", "target" })
            Store(key, _clock.Now + 100);
        Store("source", -1);
        Assert.Equal(5, Alarms);
        Alone(context =>
        {
            Keyspace keyspace = context.Keyspace;
            keyspace.Remove("removed"u8);
            keyspace.SetString("overwritten"u8, "1"u8);
            _type.Store((StoreKeyspace)keyspace, "anew"u8);
            keyspace.TryFind("expired"u8, out Entry entry);
            keyspace.SetExpiry(ref entry, context.Now + 10);
            keyspace.TryFind("source"u8, out entry);
            keyspace.MoveTo(ref entry, keyspace, "target"u8);
        });
        Assert.Equal(1, Alarms);
        _clock.Now += 20;
        Alone(context => Assert.False(context.Keyspace.Exists("expired"u8)));
        Assert.Equal(0, Alarms);
        Store("removed", -1);
        Pass(1_000);
        Assert.Empty(_rung);

        Store("a", _clock.Now + 100);
        Alone(context => context.Keyspace.Clear(inBackground: false));
        Assert.Equal(0, Alarms);
        Assert.Equal(0, _engine.Store.ExactBytes());
    }

    [Fact]
    public void A_key_that_has_expired_is_not_rung_for()
    {
        Store("a", _clock.Now + 100);
        On("a", keyspace =>
        {
            keyspace.TryFind("a"u8, out Entry entry);
            keyspace.SetExpiry(ref entry, _clock.Now + 100);
        });
        Pass(200);
        Assert.Empty(_rung);
        Assert.Equal(0, Alarms);
        AssertHeapsAreEmpty();
    }

    [Fact]
    public void Many_alarms_cost_memory_that_is_counted_and_comes_back()
    {
        for (int i = 0; i < 20_000; i++)
            Store($"key:{i}", _clock.Now + 1 + i % 1_000);
        Assert.Equal(20_000, Alarms);
        _type.Rings = context => context.Keyspace.Remove(context.Key);
        for (int i = 0; i < 30; i++)
            Pass(50);
        Assert.Equal(0, Alarms);
        Assert.Equal(0, _engine.Store.Space(0)!.Count);
        AssertHeapsAreEmpty();
    }

    [Fact]
    public void Strings_have_none()
    {
        bool refused = false;
        Alone(context =>
        {
            context.Keyspace.SetString("s"u8, "1"u8);
            context.Keyspace.TryFind("s"u8, out Entry entry);
            try
            {
                context.Keyspace.SetAlarm(entry, 5);
            }
            catch (InvalidOperationException)
            {
                refused = true;
            }
        });
        Assert.True(refused);
    }

    [Fact]
    public void Only_what_the_type_says_is_passed_on_with_key_events()
    {
        var sink = new RecordingSink();
        _engine.Propagation.SetSinks([sink]);
        _type.Rings = context =>
        {
            BlockValueType.SetAlarm(context.Keyspace, context.Key, -1);
            context.Effects.Rewrite().Add("HDEL"u8).Add(context.Key);
        };
        Store("a", _clock.Now + 1);
        sink.Commands.Clear();
        Pass(10);
        Assert.Equal(["HDEL a"], sink.Commands);

        _type.Rings = context => BlockValueType.SetAlarm(context.Keyspace, context.Key, -1);
        Store("a", _clock.Now + 1);
        sink.Commands.Clear();
        Pass(10);
        Assert.Empty(sink.Commands);
    }

    private void AssertHeapsAreEmpty()
    {
        foreach (Shard shard in _engine.Store.Space(0)!.Set.Shards)
            Assert.Equal(0, shard.Heap.UsedBytes);
    }

    private void Ring(CommandContext context)
    {
        _rung.Add($"{context.Keyspace.Index} {System.Text.Encoding.UTF8.GetString(context.Key)}");
        BlockValueType.SetAlarm(context.Keyspace, context.Key, -1);
    }

    private void Store(string key, long alarm) => On(key, keyspace =>
    {
        byte[] bytes = StoreFixture.Bytes(key);
        _type.Store((StoreKeyspace)keyspace, bytes, blocks: 2);
        if (alarm >= 0)
            BlockValueType.SetAlarm(keyspace, bytes, alarm);
    });

    private void On(string key, Action<Keyspace> work) =>
        _engine.Executor.Run(0, StoreFixture.Bytes(key), context => work(context.Keyspace));

    private void Alone(CommandHandler work) => _engine.Executor.RunExclusive(0, work);

    /// <summary>Time passes, and the maintenance thread does its work.</summary>
    private void Pass(long milliseconds)
    {
        _clock.Now += milliseconds;
        _engine.Executor.EnterShared();
        while (_collector.Step(_clock.Now, 4 * ShardSet.Count))
        {
        }

        _engine.Executor.ExitShared();
    }

    private sealed class RecordingSink : IPropagationSink
    {
        public List<string> Commands { get; } = [];

        public bool IsEnabled => true;

        public void Append(ReadOnlySpan<PropagatedCommand> commands)
        {
            foreach (PropagatedCommand command in commands)
                Commands.Add(string.Join(' ', Enumerable.Range(0, command.Request.Count).Select(i => System.Text.Encoding.UTF8.GetString(command.Request[i]))));
        }
    }
}
