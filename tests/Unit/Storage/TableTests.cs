using System.Text;
using CacheStorm.Host.Storage.Memory;
using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;
using Record = CacheStorm.Host.Storage.Records.Record;

namespace CacheStorm.UnitTests.Storage;

public sealed unsafe class TableTests : IDisposable
{
    private readonly ShardHeap _heap = new(new ArenaPool(HeapPage.Bytes));
    private readonly SegmentPool _segments = new(new ArenaPool(SegmentPool.SlabBytes));
    private readonly SegmentTable _table;

    public TableTests() => _table = new SegmentTable(_segments);

    public void Dispose()
    {
        _table.Clear();
        _heap.FreeAll();
        Assert.Equal(0, _segments.UsedBytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Holds_what_a_dictionary_holds_while_it_grows_and_shrinks(int seed)
    {
        Random random = new(seed);
        Dictionary<int, nint> model = [];
        int[] targets = [10, 3, 500, 100, 30_000, 2_000, 8_000, 0];
        foreach (int target in targets)
        {
            while (model.Count != target)
            {
                int number = random.Next(60_000);
                bool grow = model.Count < target;
                if (grow && !model.ContainsKey(number))
                    model.Add(number, Add(number));
                else if (!grow && model.Count > 0)
                    RemoveOne(model, number);
            }

            Assert.Equal(model.Count, _table.Count);
            Check(model, 60_000);
        }

        Assert.True(_table.Bytes < 200, $"An empty table keeps {_table.Bytes} bytes.");
    }

    [Fact]
    public void Is_filled_to_three_quarters_on_average()
    {
        List<double> loads = [];
        for (int i = 0; i < 60_000; i++)
        {
            Add(i);
            if (i > 1000 && i % 500 == 0)
                loads.Add((double)_table.Count / _table.Slots);
        }

        Assert.InRange(loads.Average(), 0.72, 0.875);
        Assert.True(loads.Min() > 0.6, $"At one time it was filled to {loads.Min():P0} only.");
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void A_scan_sees_all_that_stays_whatever_comes_and_goes(int seed)
    {
        Random random = new(seed);
        Dictionary<int, nint> model = [];
        for (int i = 0; i < 3_000; i++)
            model.Add(i, Add(i));
        HashSet<int> staying = [.. Enumerable.Range(0, 1_000)];
        HashSet<int> seen = [];
        nint* records = stackalloc nint[SegmentTable.MostOfBucket];
        ulong point = 0;
        int steps = 0;
        int next = 3_000;
        bool growing = seed % 2 == 0;
        for (bool end = false; !end; steps++)
        {
            int found = _table.ListBucket(ref point, records, out end);
            for (int i = 0; i < found; i++)
                seen.Add(int.Parse(Encoding.UTF8.GetString(new Record((byte*)records[i]).Key)));
            for (int i = 0; i < 60; i++)
            {
                if (growing)
                    model.Add(next, Add(next++));
                else if (model.Count > staying.Count)
                    RemoveOne(model, 1_000 + random.Next(next), staying);
            }

            if (steps % 50 == 49)
                growing = !growing;
        }

        Assert.True(staying.IsSubsetOf(seen));
        Check(model, next);
    }

    [Fact]
    public void A_scan_of_a_still_table_sees_everything_once()
    {
        for (int i = 0; i < 20_000; i++)
            Add(i);
        nint* records = stackalloc nint[SegmentTable.MostOfBucket];
        List<nint> seen = [];
        ulong point = 0;
        for (bool end = false; !end;)
        {
            int found = _table.ListBucket(ref point, records, out end);
            for (int i = 0; i < found; i++)
                seen.Add(records[i]);
        }

        Assert.Equal(20_000, seen.Count);
        Assert.Equal(20_000, seen.Distinct().Count());
    }

    [Fact]
    public void Samples_are_distinct_and_random_entries_reach_everywhere()
    {
        Random random = new(5);
        for (int i = 0; i < 1_000; i++)
            Add(i);
        Record[] samples = new Record[20];
        Assert.Equal(20, _table.Sample(random, samples));
        Assert.Equal(20, samples.Distinct().Count());
        Record[] all = new Record[2_000];
        Assert.Equal(1_000, _table.Sample(random, all));
        Assert.Equal(1_000, all[..1_000].Distinct().Count());

        Dictionary<nint, int> hits = [];
        for (int i = 0; i < 50_000; i++)
        {
            nint record = (nint)_table.Random(random).Address;
            hits[record] = hits.GetValueOrDefault(record) + 1;
        }

        Assert.Equal(1_000, hits.Count);
        Assert.True(hits.Values.Max() < 150, $"One entry came {hits.Values.Max()} times of 50 expected.");
    }

    [Fact]
    public void Prefetching_beside_a_writer_is_harmless()
    {
        using CancellationTokenSource stop = new();
        Thread reader = new(() =>
        {
            Random random = new(1);
            while (!stop.IsCancellationRequested)
            {
                ulong hash = (ulong)random.NextInt64();
                _table.PrefetchSlot(hash);
                _table.PrefetchRecord(hash);
            }
        });
        reader.Start();
        Dictionary<int, nint> model = [];
        for (int round = 0; round < 5; round++)
        {
            for (int i = 0; i < 20_000; i++)
                model.Add(i, Add(i));
            foreach (int number in model.Keys.ToArray())
                RemoveOne(model, number);
            _table.Clear();
            _heap.FreeAll();
        }

        stop.Cancel();
        reader.Join();
    }

    [Fact]
    public void The_hash_depends_on_its_seed()
    {
        byte[] key = "key"u8.ToArray();
        Assert.NotEqual(KeyHash.Of(key, 1), KeyHash.Of(key, 2));
        Assert.Equal(KeyHash.Of(key), KeyHash.Of("key"u8));
        Assert.NotEqual(KeyHash.Of(key, 0), KeyHash.Of(key));
    }

    private static byte[] Key(int number) => Encoding.UTF8.GetBytes(number.ToString());

    private nint Add(int number)
    {
        byte[] key = Key(number);
        Record record = Record.Create(_heap.Allocate((int)Record.SizeFor(0, key.Length, 0)), 0, 0, 0, key, 0);
        _table.Insert(KeyHash.Of(key), record);
        return (nint)record.Address;
    }

    private void RemoveOne(Dictionary<int, nint> model, int number, HashSet<int>? except = null)
    {
        if (except?.Contains(number) == true || !model.Remove(number, out nint address))
            return;
        ulong hash = KeyHash.Of(Key(number));
        ulong* slot = _table.Find(hash, Key(number));
        Assert.Equal(address, (nint)Bucket.RecordOf(*slot));
        _table.Remove(hash, slot);
        _heap.Free((byte*)address);
    }

    private void Check(Dictionary<int, nint> model, int numbers)
    {
        for (int number = 0; number < numbers; number++)
        {
            ulong hash = KeyHash.Of(Key(number));
            ulong* slot = _table.Find(hash, Key(number));
            if (model.TryGetValue(number, out nint address))
            {
                Assert.Equal(address, (nint)Bucket.RecordOf(*slot));
                Assert.True(slot == _table.Find(hash, new Record((byte*)address)));
            }
            else
            {
                Assert.True(slot == null);
            }
        }
    }
}
