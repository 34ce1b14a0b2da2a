using System.Text;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Plugins.Transactions.Watching;
using CacheStorm.UnitTests.Connections;
using CacheStorm.UnitTests.Storage;

namespace CacheStorm.UnitTests.Transactions;

/// <summary>Watches are broken by changes to their keys, by nothing else, and leave nothing behind.</summary>
public sealed class WatchTests
{
    private readonly Switchboard _events = new();
    private readonly WatchTable _table;
    private readonly StoreFixture _store = new();
    private readonly StoreKeyspace _keys;

    public WatchTests()
    {
        _table = new WatchTable(_events);
        _keys = _store.Open();
    }

    [Fact]
    public void Nobody_is_asked_for_events_while_nobody_watches()
    {
        Assert.Equal(KeyEventKinds.None, _table.Interests);
        Watch watch = Begin("a", "b");
        Watch other = Begin("c");
        Assert.True(_table.Interests.HasFlag(KeyEventKinds.Modified | KeyEventKinds.Flushed));
        Assert.Equal(1, _events.Refreshed);

        watch.End();
        Assert.NotEqual(KeyEventKinds.None, _table.Interests);
        other.End();
        Assert.Equal(KeyEventKinds.None, _table.Interests);
        Assert.Equal(2, _events.Refreshed);
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Change_breaks_all_who_watch_the_key_and_no_one_else()
    {
        Watch one = Begin("a", "b"), two = Begin("a"), three = Begin("b");
        Modified("a");
        Assert.True(one.IsBroken);
        Assert.True(two.IsBroken);
        Assert.False(three.IsBroken);
        Assert.Equal(1, _table.Count);

        one.End();
        two.End();
        Assert.Equal(1, _table.Count);
        three.End();
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Change_elsewhere_breaks_nothing()
    {
        Watch watch = Begin("a");
        Modified("A");
        Modified("aa");
        Modified("a", namespaceIndex: 1);
        Assert.False(watch.IsBroken);
        watch.End();
    }

    [Fact]
    public void Key_that_is_watched_twice_counts_once()
    {
        Watch watch = Begin("a", "a", "b", "a");
        Assert.Equal(2, watch.Count);
        watch.End();
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void What_was_watched_before_matters_no_more()
    {
        var session = new FakeSession(1);
        Watch watch = Begin(session, "a");
        watch.End();
        Modified("a");
        Assert.False(watch.IsBroken);
        Assert.Equal("", session.ExtraFlags);
    }

    [Fact]
    public void Broken_watch_shows_until_it_ends()
    {
        var session = new FakeSession(1);
        session.SetFlag('t', on: true);
        Watch watch = Begin(session, "a");
        Modified("a");
        Assert.Contains('d', session.ExtraFlags);
        watch.End();
        Assert.Equal("t", session.ExtraFlags);
    }

    [Fact]
    public void Flush_breaks_those_whose_key_was_there()
    {
        _keys.SetString("there"u8, "1"u8);
        Watch there = Begin("there", "not"), missing = Begin("not");
        _table.OnKeyEvent(new KeyEvent(1, KeyEventKinds.Flushed, default, default, null));
        Assert.False(there.IsBroken);
        _table.OnKeyEvent(new KeyEvent(0, KeyEventKinds.Flushed, default, default, null));
        Assert.True(there.IsBroken);
        Assert.False(missing.IsBroken);
        there.End();
        missing.End();
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Thousands_watch_thousands_of_keys()
    {
        const int clients = 3000, keys = 20;
        var watches = new Watch[clients];
        for (int i = 0; i < clients; i++)
            watches[i] = Begin([.. Enumerable.Range(i, keys).Select(n => $"key:{n}")]);
        Assert.Equal(clients + keys - 1, _table.Count);

        Modified("key:1000");
        Assert.Equal(keys, watches.Count(watch => watch.IsBroken));
        foreach (Watch watch in watches)
            watch.End();
        Assert.Equal(0, _table.Count);
        Assert.Equal(KeyEventKinds.None, _table.Interests);
    }

    [Fact]
    public void Many_threads_watch_and_change()
    {
        const int rounds = 2000;
        var locks = new Lock[16];
        for (int i = 0; i < locks.Length; i++)
            locks[i] = new Lock();
        var values = new long[locks.Length];
        int missed = 0;

        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, thread =>
        {
            var random = new Random(thread);
            var store = new StoreFixture();
            StoreKeyspace keys = store.Open();
            var session = new FakeSession(thread);
            for (int i = 0; i < rounds; i++)
            {
                int key = random.Next(locks.Length);
                byte[] name = Encoding.UTF8.GetBytes($"key:{key}");
                if (thread < 2)
                {
                    lock (locks[key])
                    {
                        values[key]++;
                        if (_table.Interests != KeyEventKinds.None)
                            _table.OnKeyEvent(new KeyEvent(0, KeyEventKinds.Modified, default, name, null));
                    }
                    continue;
                }
                var watch = new Watch(session, _table);
                long seen;
                lock (locks[key])
                {
                    watch.Add(keys, name);
                    seen = values[key];
                }
                Thread.Yield();
                lock (locks[key])
                {
                    if (!watch.IsBroken && values[key] != seen)
                        Interlocked.Increment(ref missed);
                }
                watch.End();
            }
        });

        Assert.Equal(0, missed);
        Assert.Equal(0, _table.Count);
        Assert.Equal(KeyEventKinds.None, _table.Interests);
    }

    private Watch Begin(params string[] keys) => Begin(new FakeSession(1), keys);

    private Watch Begin(ClientSession session, params string[] keys)
    {
        var watch = new Watch(session, _table);
        foreach (string key in keys)
            watch.Add(_keys, Encoding.UTF8.GetBytes(key));
        return watch;
    }

    private void Modified(string key, int namespaceIndex = 0) =>
        _table.OnKeyEvent(new KeyEvent(namespaceIndex, KeyEventKinds.Modified, default, Encoding.UTF8.GetBytes(key), null));

    private sealed class Switchboard : IKeyEvents
    {
        private int _refreshed;

        public int Refreshed => _refreshed;

        public void Refresh() => Interlocked.Increment(ref _refreshed);
    }
}
