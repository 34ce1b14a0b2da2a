using CacheStorm.Plugins.Tags.Changes;
using CsCheck;

namespace CacheStorm.UnitTests.Tags;

public class InvalidationLogTests
{
    [Fact]
    public void What_was_noted_is_told_from_any_number_on()
    {
        var log = new InvalidationLog();
        foreach (long number in new long[] { 3, 4, 9 })
            log.Add(Invalidation(number, 1), 10);

        Assert.Equal([3, 4, 9], Read(log, 0)!);
        Assert.Equal([4, 9], Read(log, 3)!);
        Assert.Equal([9], Read(log, 4)!);
        Assert.Equal([9], Read(log, 8)!);
        Assert.Equal([], Read(log, 9)!);
        Assert.Equal([3, 4], Read(log, 0, most: 2)!);
    }

    [Fact]
    public void It_reaches_back_to_the_last_one_that_went()
    {
        var log = new InvalidationLog();
        for (long number = 1; number <= 5; number++)
            log.Add(Invalidation(number, 1), 3);

        Assert.Null(Read(log, 1));
        Assert.Equal([3, 4, 5], Read(log, 2)!);
        Assert.Equal(3, log.Count);
    }

    [Fact]
    public void The_floor_of_the_namespace_bounds_it_too()
    {
        var log = new InvalidationLog();
        log.Add(Invalidation(1, 1), 3);
        log.Clear();
        log.Add(Invalidation(8, 1), 3);

        Assert.Null(Read(log, 6, floor: 7));
        Assert.Equal([8], Read(log, 7, floor: 7)!);
        Assert.Equal([], Read(log, 8, floor: 7)!);
    }

    [Fact]
    public void One_that_is_too_large_takes_all_before_it_along()
    {
        var log = new InvalidationLog();
        log.Add(Invalidation(1, 1), 10);
        log.Add(Invalidation(2, 3000), 10);
        log.Add(Invalidation(3, 1), 10);

        Assert.Null(Read(log, 1));
        Assert.Equal([3], Read(log, 2)!);
    }

    [Fact]
    public void A_log_without_room_knows_nothing()
    {
        var log = new InvalidationLog();
        log.Add(Invalidation(5, 1), 0);

        Assert.Null(Read(log, 4));
        Assert.Equal([], Read(log, 5)!);
        Assert.Equal(0, log.Bytes);
    }

    [Fact]
    public void It_tells_all_after_a_number_or_says_that_it_cannot() => Gen.Select(Gen.Int[0, 20], Gen.Select(Gen.Int[1, 60], Gen.Int[1, 4], Gen.Int[0, 99]).List[1, 200])
        .Sample((most, steps) =>
        {
            var log = new InvalidationLog();
            List<long> all = [];
            long number = 0;
            foreach ((int tags, int gap, int what) in steps)
            {
                if (what == 0)
                    log.Clear();
                number += gap;
                log.Add(Invalidation(number, what == 1 ? 2500 : tags), most);
                all.Add(number);
                Assert.InRange(log.Bytes, 0, InvalidationLog.MostBytes);
                Assert.InRange(log.Count, 0, most);
                for (long since = number; since >= 0; since -= 7)
                {
                    if (Read(log, since) is { } told)
                        Assert.Equal(all.Where(one => one > since), told);
                }

                Assert.NotNull(Read(log, number));
            }
        });

    private static long[]? Read(InvalidationLog log, long since, long floor = 0, int most = int.MaxValue)
    {
        if (!log.TryRead(since, floor, most, out ReadOnlySpan<TagInvalidation> changes, out long begin))
        {
            Assert.True(begin > since);
            return null;
        }

        return [.. changes.ToArray().Select(change => change.Number)];
    }

    private static TagInvalidation Invalidation(long number, int tags) =>
        new(0, number, 1_700_000_000_000, [.. Enumerable.Repeat((ReadOnlyMemory<byte>)new byte[400], tags)], default, null);
}
