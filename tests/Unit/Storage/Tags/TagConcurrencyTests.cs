using System.Text;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.UnitTests.Storage.Tags;

/// <summary>
/// Writers tag, re-tag, rename and delete under their keys' locks while others invalidate alone and a collector takes back. The gate between
/// them is a reader-writer lock, as the server's is.
/// </summary>
public sealed class TagConcurrencyTests
{
    private const int Keys = 2_000;
    private const int Tags = 6;
    private const int Writers = 4;

    private readonly StoreFixture _fixture = new();
    private readonly ReaderWriterLockSlim _gate = new();
    private readonly long[] _invalidated = new long[Tags];

    [Fact]
    public void Nobody_sees_what_was_invalidated_before_it_was_written()
    {
        Exception? failure = null;
        bool ended = false;
        Thread[] writers = [.. Enumerable.Range(0, Writers).Select(number => Start(() => Write(number), repeats: false))];
        Thread[] others = [Start(Invalidate, repeats: true), Start(Collect, repeats: true)];
        foreach (Thread writer in writers)
            writer.Join();
        Volatile.Write(ref ended, true);
        foreach (Thread other in others)
            other.Join();
        Assert.Null(failure);
        CompareWithEntries();
        DeleteAll();

        Thread Start(Action work, bool repeats)
        {
            Thread thread = new(() =>
            {
                try
                {
                    do
                        work();
                    while (repeats && !Volatile.Read(ref ended) && failure is null);
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            });
            thread.Start();
            return thread;
        }
    }

    // A value says how often each tag had been invalidated when it was written: no less may be seen later.
    private void Write(int number)
    {
        StoreScope scope = _fixture.NewScope();
        StoreKeyspace keyspace = _fixture.Open(0, scope);
        Random random = new(number);
        for (int i = 0; i < 60_000; i++)
        {
            byte[] key = StoreFixture.Key(random.Next(Keys)), other = StoreFixture.Key(random.Next(Keys));
            _gate.EnterReadLock();
            try
            {
                Locked(scope, key, other, () => Act(keyspace, random, key, other));
            }
            finally
            {
                _gate.ExitReadLock();
            }
        }
    }

    private void Act(StoreKeyspace keyspace, Random random, byte[] key, byte[] other)
    {
        switch (random.Next(8))
        {
            case 0:
                keyspace.Remove(key);
                break;
            case 1 when keyspace.TryFind(key, out Entry entry, Lookup.Write) && !key.SequenceEqual(other):
                if (random.Next(2) == 0)
                    keyspace.MoveTo(ref entry, keyspace, other);
                else
                    keyspace.CopyTo(ref entry, keyspace, other);
                break;
            case 2 or 3:
                Check(keyspace, key);
                break;
            case 4 when keyspace.TryFind(key, out Entry entry, Lookup.Write):
                // Carrying a tag that it was not written with, it must know of its invalidations from now on.
                Rewrite(keyspace, key, TagsOf(entry).Append(random.Next(Tags)));
                break;
            default:
                Rewrite(keyspace, key, Enumerable.Range(0, 1 + random.Next(3)).Select(_ => random.Next(Tags)));
                break;
        }
    }

    private void Rewrite(StoreKeyspace keyspace, byte[] key, IEnumerable<int> tags)
    {
        byte[][] names = [.. tags.Distinct().Select(Name)];
        string value = string.Join(',', _invalidated);
        keyspace.SetString(key, Encoding.UTF8.GetBytes(value), default, TagNames.Of(ArgumentList.Of(names), 0, names.Length));
    }

    private void Check(StoreKeyspace keyspace, byte[] key)
    {
        if (!keyspace.TryFind(key, out Entry entry, Lookup.Peek))
            return;
        long[] written = [.. Encoding.UTF8.GetString(entry.Value).Split(',').Select(long.Parse)];
        foreach (int tag in TagsOf(entry))
            Assert.Equal(_invalidated[tag], written[tag]);
    }

    private void Invalidate()
    {
        _gate.EnterWriteLock();
        try
        {
            StoreKeyspace keyspace = _fixture.Open();
            int tag = Random.Shared.Next(Tags);
            long carried = keyspace.Tags.CountOf(Name(tag)), all = keyspace.Count;
            TagInvalidationResult result = keyspace.Tags.Invalidate(TagNames.Of(ArgumentList.Of(Name(tag)), 0, 1), default);
            _invalidated[tag]++;
            Assert.Equal(carried, result.Pending is null ? result.Keys : result.Pending.Count());
            Assert.Equal(0, keyspace.Tags.CountOf(Name(tag)));
            Assert.Equal(all - carried, keyspace.Count);
        }
        finally
        {
            _gate.ExitWriteLock();
        }

        Thread.Yield();
    }

    private void Collect()
    {
        _gate.EnterReadLock();
        try
        {
            for (int i = 0; i < 50 && _fixture.Store.Space(0)!.Set.Tags is { } index && index.WorkOffOne(null); i++)
            {
            }
        }
        finally
        {
            _gate.ExitReadLock();
        }

        Thread.Yield();
    }

    private void CompareWithEntries()
    {
        StoreKeyspace keyspace = _fixture.Open();
        long[] carried = new long[Tags];
        long all = 0;
        for (int i = 0; i < Keys; i++)
        {
            if (!keyspace.TryFind(StoreFixture.Key(i), out Entry entry, Lookup.Peek))
                continue;
            all++;
            foreach (int tag in TagsOf(entry))
                carried[tag]++;
            Check(keyspace, StoreFixture.Key(i));
        }

        Assert.Equal(all, keyspace.Count);
        for (int i = 0; i < Tags; i++)
            Assert.Equal(carried[i], keyspace.Tags.CountOf(Name(i)));
    }

    private void DeleteAll()
    {
        StoreKeyspace keyspace = _fixture.Open();
        for (int i = 0; i < Keys; i++)
            keyspace.Remove(StoreFixture.Key(i));
        Namespace space = _fixture.Store.Space(0)!;
        while (space.Set.Tags!.WorkOffOne(null))
        {
        }

        Assert.Equal(0, space.Set.Tags.UsedBytes);
        Assert.Equal(0, space.Shards.ToArray().Sum(static shard => shard.Heap.UsedBytes));
    }

    private void Locked(StoreScope scope, byte[] key, byte[] other, Action work)
    {
        ShardMask mask = default;
        int first = KeyHash.ShardOf(KeyHash.Of(key)), second = KeyHash.ShardOf(KeyHash.Of(other));
        mask.Add(first);
        mask.Add(second);
        Namespace space = _fixture.Store.Space(0)!;
        lock (space.Set[Math.Min(first, second)].Gate)
        {
            lock (space.Set[Math.Max(first, second)].Gate)
            {
                scope.Begin(_fixture.Clock.Now, mask);
                work();
            }
        }
    }

    private static byte[] Name(int tag) => Encoding.UTF8.GetBytes($"tag:{tag}");

    private static List<int> TagsOf(in Entry entry)
    {
        List<int> tags = [];
        int at = 0;
        while (entry.TryNextTag(ref at, out ReadOnlySpan<byte> tag))
            tags.Add(int.Parse(Encoding.UTF8.GetString(tag[4..])));
        return tags;
    }
}
