namespace CacheStorm.UnitTests.Hashes;

/// <summary>Fields that expire go by themselves, large hashes' in slices.</summary>
public class FieldCollectorTests
{
    [Fact]
    public void A_packed_hash_loses_what_is_due_and_waits_for_the_next()
    {
        var calls = new HashCalls();
        calls.Run("HSET h stays 1");
        calls.Run("HSETEX h PX 10 FIELDS 2 a 1 12 2");
        calls.Run("HSETEX h PX 500 FIELDS 1 later 1");
        Assert.Equal(calls.Clock.Now + 10, calls.AlarmOf("h"));

        calls.Clock.Now += 11;
        long alarm = calls.Clock.Now + 489;
        Assert.Equal(1, calls.Ring("h"));

        Assert.Equal("HDEL h a 12", calls.Propagated);
        Assert.Equal("hexpired h", calls.Events);
        Assert.Equal(":2\r\n", calls.Run("HLEN h"));
        Assert.Equal(alarm, calls.AlarmOf("h"));
    }

    [Fact]
    public void The_last_field_takes_the_key_along()
    {
        var calls = new HashCalls();
        calls.Run("HSETEX h PX 10 FIELDS 2 a 1 b 2");
        calls.Clock.Now += 11;
        calls.Ring("h");
        Assert.Equal("HDEL h a b", calls.Propagated);
        Assert.Equal("hexpired h, del h", calls.Events);
        Assert.Equal(-1, calls.AlarmOf("h"));

        // What stays is the shard's queue of alarms; a second round adds nothing to it.
        long queue = calls.Store.Store.ExactBytes();
        calls.Run("HSETEX h PX 10 FIELDS 2 a 1 b 2");
        calls.Clock.Now += 11;
        calls.Ring("h");
        Assert.Equal(queue, calls.Store.Store.ExactBytes());
        calls.Open().Clear(inBackground: false);
        Assert.Equal(0, calls.Store.Store.ExactBytes());
    }

    [Fact]
    public void A_large_hash_is_walked_through_in_slices_and_rests_in_between()
    {
        const int fields = 20_000;
        var calls = new HashCalls();
        for (int i = 0; i < fields; i++)
            calls.Run(i % 4 == 0 ? $"HSETEX h PX {(i % 8 == 0 ? 10 : 5000)} FIELDS 1 f{i} v" : $"HSET h f{i} v");

        calls.Clock.Now += 11;
        long now = calls.Clock.Now;
        int slices = calls.Ring("h");
        Assert.InRange(slices, fields / 1024, fields / 512);
        Assert.Equal($":{fields - fields / 8}\r\n", calls.Run("HLEN h"));
        Assert.Equal(now - 11 + 5000, calls.AlarmOf("h"));

        // One that is due right after the walk waits until the rest is over; nobody sees it meanwhile.
        calls.Run("HSETEX h PX 1 FIELDS 1 f1 v");
        calls.Clock.Now += 2;
        Assert.Equal(0, calls.Ring("h"));
        Assert.Equal("$-1\r\n", calls.Run("HGET h f1"));
        calls.Clock.Now += fields / 1000;
        Assert.True(calls.Ring("h") > 0);
        Assert.Equal($":{fields - fields / 8 - 1}\r\n", calls.Run("HLEN h"));

        calls.Clock.Now += 10_000;
        calls.Ring("h");
        Assert.Equal($":{fields - fields / 4 - 1}\r\n", calls.Run("HLEN h"));
        Assert.Equal(-1, calls.AlarmOf("h"));
    }

    [Fact]
    public void What_is_set_during_a_walk_is_not_forgotten()
    {
        var calls = new HashCalls();
        for (int i = 0; i < 5_000; i++)
            calls.Run($"HSET h f{i} v");
        calls.Run("HSETEX h PX 10 FIELDS 1 f0 v");
        calls.Clock.Now += 11;
        calls.RingOnce("h");
        for (int i = 0; i < 5_000; i += 50)
            calls.Run($"HPEXPIRE h {100 + i} FIELDS 1 f{i}");
        calls.Ring("h");
        Assert.InRange(calls.AlarmOf("h"), calls.Clock.Now, calls.Clock.Now + 150);

        calls.Clock.Now += 100_000;
        calls.Ring("h");
        Assert.Equal($":{5_000 - 100}\r\n", calls.Run("HLEN h"));
        Assert.Equal(-1, calls.AlarmOf("h"));
    }
}
