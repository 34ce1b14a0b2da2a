using CacheStorm.Host.Storage.Memory;
using CacheStorm.Host.Storage.Timing;
using CsCheck;

namespace CacheStorm.UnitTests.Storage;

public sealed class AlarmQueueTests
{
    [Fact]
    public void Does_what_a_dictionary_does_and_leaves_no_memory()
    {
        // Hashes that collide in the index, times that are equal.
        Gen<(int Action, ulong Hash, long Time)> step = Gen.Select(Gen.Int[0, 9], Gen.ULong[0, 60], Gen.Long[0, 40]);
        step.Array[0, 400].Sample(steps =>
        {
            ShardHeap heap = new(new ArenaPool(HeapPage.Bytes));
            AlarmQueue queue = new(heap);
            Dictionary<ulong, long> model = [];
            foreach ((int action, ulong number, long time) in steps)
            {
                ulong hash = number * 8;
                switch (action)
                {
                    case < 6:
                        queue.Set(hash, time);
                        model[hash] = Math.Min(time, model.GetValueOrDefault(hash, long.MaxValue));
                        break;
                    case < 8:
                        queue.Remove(hash);
                        model.Remove(hash);
                        break;
                    default:
                        bool isDue = model.Values.Any(due => due < time);
                        Assert.Equal(isDue, queue.TryPop(time, out ulong popped));
                        if (!isDue)
                            break;
                        Assert.Equal(model.Values.Min(), model[popped]);
                        model.Remove(popped);
                        break;
                }

                Assert.Equal(model.Count, queue.Count);
                Assert.Equal(model.Count == 0 ? long.MaxValue : model.Values.Min(), queue.Earliest);
            }

            foreach (ulong hash in model.Keys)
                queue.Remove(hash);
            Assert.Equal(0, heap.UsedBytes);
        }, iter: 300);
    }

    [Fact]
    public void Many_come_out_in_order_and_one_key_takes_one_place()
    {
        ShardHeap heap = new(new ArenaPool(HeapPage.Bytes));
        AlarmQueue queue = new(heap);
        Random random = new(3);
        List<long> times = [];
        for (int i = 0; i < 50_000; i++)
        {
            long time = random.Next(1_000_000);
            times.Add(time);
            queue.Set((ulong)random.NextInt64(), time);
        }

        long cost = heap.UsedBytes;
        queue.Set(1, 2_000_000);
        for (int i = 0; i < 100_000; i++)
            queue.Set(1, 2_000_000 - i);
        Assert.Equal(50_001, queue.Count);
        Assert.Equal(cost, heap.UsedBytes);

        times.Add(2_000_000 - 99_999);
        times.Sort();
        foreach (long time in times)
        {
            Assert.Equal(time, queue.Earliest);
            Assert.False(queue.TryPop(time, out _));
            Assert.True(queue.TryPop(time + 1, out _));
        }

        Assert.Equal(0, heap.UsedBytes);
    }
}
