using CacheStorm.Host.Storage.Memory;
using CacheStorm.Host.Storage.Timing;
using Record = CacheStorm.Host.Storage.Records.Record;

namespace CacheStorm.UnitTests.Storage;

public sealed unsafe class TimingWheelTests : IDisposable
{
    private const long Start = 1_700_000_000_123;

    private readonly ShardHeap _heap = new(new ArenaPool(HeapPage.Bytes));

    public void Dispose() => _heap.FreeAll();

    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(2, 100_000)]
    [InlineData(3, 40_000_000)]
    [InlineData(4, 1_000_000_000_000)]
    [InlineData(5, 9_000_000_000_000)]
    public void Pops_exactly_what_is_due_whatever_the_steps(int seed, long span)
    {
        Random random = new(seed);
        TimingWheel wheel = new(_heap, Start);
        Dictionary<nint, long> model = [];
        long now = Start;
        for (int step = 0; step < 400; step++)
        {
            for (int i = 0; i < 20; i++)
            {
                if (model.Count == 0 || random.Next(3) > 0)
                {
                    Record record = NewRecord(now - 50 + random.NextInt64(Math.Max(2, random.NextInt64(span))));
                    wheel.Add(record);
                    model.Add((nint)record.Address, record.ExpiresAt);
                }
                else
                {
                    Record record = new((byte*)model.ElementAt(random.Next(model.Count)).Key);
                    wheel.Remove(record);
                    if (random.Next(2) == 0)
                    {
                        record.ExpiresAt = now + random.NextInt64(span);
                        wheel.Add(record);
                        model[(nint)record.Address] = record.ExpiresAt;
                    }
                    else
                    {
                        model.Remove((nint)record.Address);
                        _heap.Free(record.Address);
                    }
                }
            }

            now += random.NextInt64(Math.Max(1, span / 100));
            for (int budget = 0; ;)
            {
                // Small budgets stop anywhere; what is due must still come.
                budget = random.Next(1, 10);
                Record due = wheel.PopDue(now, ref budget);
                if (due.IsNull && budget > 0)
                    break;
                if (due.IsNull)
                    continue;
                Assert.True(due.ExpiresAt < now, "popped before its time");
                Assert.True(model.Remove((nint)due.Address));
                _heap.Free(due.Address);
            }

            Assert.Equal(model.Count, wheel.Count);

            // A tick is 16 ms: what is due is popped within one; what was late by up to 50 when it came, within one from then.
            Assert.DoesNotContain(model.Values, expiresAt => expiresAt <= now - 50 - 16);
        }
    }

    [Fact]
    public void Idle_years_are_jumped_over()
    {
        TimingWheel wheel = new(_heap, Start);
        wheel.Add(NewRecord(Start + 20L * 365 * 24 * 3600 * 1000));
        wheel.Add(NewRecord(Start + 100L * 365 * 24 * 3600 * 1000));
        int budget = 1_000;
        Assert.True(wheel.PopDue(Start + 19L * 365 * 24 * 3600 * 1000, ref budget).IsNull);
        Assert.False(wheel.PopDue(Start + 21L * 365 * 24 * 3600 * 1000, ref budget).IsNull);
        Assert.True(wheel.PopDue(Start + 99L * 365 * 24 * 3600 * 1000, ref budget).IsNull);
        Assert.False(wheel.PopDue(Start + 101L * 365 * 24 * 3600 * 1000, ref budget).IsNull);
        Assert.True(budget > 900, $"{1_000 - budget} steps");
    }

    private Record NewRecord(long expiresAt)
    {
        byte* block = _heap.Allocate((int)Record.SizeFor(Record.FlagExpiry, 3, 0));
        Record record = Record.Create(block, 0, 0, Record.FlagExpiry, "key"u8, 0);
        record.ExpiresAt = expiresAt;
        return record;
    }
}
