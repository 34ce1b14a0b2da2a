using CacheStorm.Plugins.HotKeys;

namespace CacheStorm.UnitTests.HotKeys;

/// <summary>Each namespace has its own counts, and settings and flushes act on them.</summary>
public sealed class HotKeyBoardTests : IKeyAccesses
{
    private readonly HotKeysSettings _settings = new();
    private readonly MovedClock _clock = new();
    private readonly HotKeyBoard _board;
    private int _refreshes;

    public HotKeyBoardTests() => _board = new HotKeyBoard(_settings, this, _clock);

    void IKeyAccesses.Refresh() => _refreshes++;

    [Fact]
    public void Namespaces_are_kept_apart()
    {
        Access(0, 1, times: 3);
        Access(5, 1, times: 7);
        Access(5, 2, times: 2);
        Assert.Equal([(1, 3L)], Top(0));
        Assert.Equal([(1, 7L), (2, 2L)], Top(5));
        Assert.Empty(Top(1));
        Assert.Empty(Top(17));
        Assert.Equal(2, _board.SketchCount);
    }

    [Fact]
    public void A_flushed_namespace_begins_anew_and_the_others_go_on()
    {
        Access(0, 1, times: 3);
        Access(1, 1, times: 3);
        _board.OnKeyEvent(new KeyEvent(0, KeyEventKinds.Flushed, default, default, null));
        _board.OnKeyEvent(new KeyEvent(9, KeyEventKinds.Flushed, default, default, null));
        Assert.Empty(Top(0));
        Assert.Equal([(1, 3L)], Top(1));
    }

    [Fact]
    public void Sketches_that_nobody_needs_are_given_back()
    {
        Access(0, 1, times: 3);
        for (int second = 0; second < 3 * _settings.WindowSeconds; second += 10)
        {
            _clock.Move(TimeSpan.FromSeconds(10));
            Access(1, 1, times: 1);
            _board.Advance();
        }
        Assert.Equal(1, _board.SketchCount);
        Assert.Single(Top(1));
    }

    [Fact]
    public void Changed_settings_act_at_once()
    {
        Access(0, 1, times: 3);
        _settings.SampleInterval = 4;
        _settings.Apply();
        Assert.Equal((1, 4), (_refreshes, _board.Interval));
        Assert.Single(Top(0));

        _settings.WindowSeconds = 2;
        _settings.Apply();
        Assert.Empty(Top(0));
        Access(0, 1, times: 3);
        _clock.Move(TimeSpan.FromSeconds(4));
        Assert.Empty(Top(0));

        Access(0, 1, times: 3);
        _settings.SampleInterval = 0;
        _settings.Apply();
        Assert.Equal(0, _board.SketchCount);
    }

    private void Access(int namespaceIndex, int number, int times)
    {
        byte[] key = KeyLoad.Key(number);
        for (int i = 0; i < times; i++)
            _board.Sampled(namespaceIndex, KeyLoad.HashOf(key), key, 1);
    }

    private List<(int, long)> Top(int namespaceIndex) =>
        [.. _board.Top(namespaceIndex, 10).Select(key => (KeyLoad.NumberOf(key), key.Amount))];

    private sealed class MovedClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Move(TimeSpan time) => _ticks += time.Ticks;
    }
}
