using CacheStorm.Plugins.Tracking;
using CacheStorm.UnitTests.Connections;

namespace CacheStorm.UnitTests.Tracking;

public sealed class InvalidationTableTests
{
    private readonly InvalidationTable _table = new();

    [Fact]
    public void A_key_is_taken_once_with_all_its_readers()
    {
        TrackedClient one = Client(1);
        TrackedClient two = Client(2);
        Assert.True(_table.Remember("a"u8, one));
        Assert.False(_table.Remember("a"u8, one));
        Assert.False(_table.Remember("a"u8, two));
        Assert.True(_table.Remember("b"u8, two));
        Assert.Equal((2, 3), (_table.Keys, _table.Items));

        Assert.Equal(2, KeyReaders.Count(_table.Take("a"u8)!));
        Assert.Null(_table.Take("a"u8));
        Assert.Equal((1, 1), (_table.Keys, _table.Items));
        Assert.Same(two, _table.TakeAny(out byte[] key));
        Assert.Equal("b"u8.ToArray(), key);
        Assert.Null(_table.TakeAny(out _));
        Assert.Equal((0, 0), (_table.Keys, _table.Items));
    }

    [Fact]
    public void Sweeping_leaves_those_who_are_tracked()
    {
        TrackedClient goes = Client(1);
        TrackedClient stays = Client(2);
        for (int i = 0; i < 1000; i++)
        {
            byte[] key = BitConverter.GetBytes(i);
            _table.Remember(key, goes);
            if (i % 3 == 0)
                _table.Remember(key, stays);
        }
        goes.Modes = TrackingModes.None;
        _table.Sweep();
        Assert.Equal((334, 334), (_table.Keys, _table.Items));
        for (int i = 0; i < 1000; i++)
            Assert.Equal(i % 3 == 0 ? stays : null, _table.Take(BitConverter.GetBytes(i)));
        Assert.Equal((0, 0), (_table.Keys, _table.Items));
    }

    [Fact]
    public void Counts_are_right_after_threads_have_crossed_each_other()
    {
        TrackedClient[] clients = [Client(1), Client(2), Client(3)];
        Parallel.For(0, 4, seed =>
        {
            var random = new Random(seed);
            for (int i = 0; i < 50_000; i++)
            {
                byte[] key = [(byte)random.Next(200)];
                switch (random.Next(100))
                {
                    case 0:
                        _table.Clear();
                        break;
                    case < 5:
                        _table.TakeAny(out _);
                        break;
                    case < 40:
                        _table.Take(key);
                        break;
                    default:
                        _table.Remember(key, clients[random.Next(3)]);
                        break;
                }
            }
        });
        long keys = 0;
        long items = 0;
        for (int i = 0; i < 256; i++)
        {
            if (_table.Take([(byte)i]) is not { } readers)
                continue;
            keys++;
            items += KeyReaders.Count(readers);
        }
        Assert.InRange(keys, 1, 200);
        Assert.True(items >= keys);
        Assert.Equal((0, 0), (_table.Keys, _table.Items));
    }

    private static TrackedClient Client(long id) => new(new FakeSession(id)) { Modes = TrackingModes.On };
}
