using CacheStorm.Plugins.Hashes;

namespace CacheStorm.UnitTests.Hashes;

/// <summary>Reading and writing fields leaves nothing to the collector.</summary>
public class AllocationTests
{
    private struct Nobody : IFieldVisitor
    {
        public readonly void Visit(scoped PackedElement field, scoped PackedElement value) { }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(2000)]
    public void Nothing_is_allocated(int fields)
    {
        var calls = new HashCalls();
        for (int i = 0; i < fields; i++)
            calls.Run($"HSET h f{i} value");
        calls.Run("HEXPIRE h 100 FIELDS 1 f1");
        Keyspace keyspace = calls.Open();
        var random = new Random(1);

        // The first rounds grow what is kept for later ones.
        for (int round = 0; round < 3; round++)
            Use(calls, keyspace, random);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 100; round++)
            Use(calls, keyspace, random);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Use(HashCalls calls, Keyspace keyspace, Random random)
    {
        HashValues hashes = calls.Type;
        long now = calls.Clock.Now;
        hashes.Open(keyspace, "h"u8, out Entry entry);
        hashes.TryGet(entry, now, "f5"u8, out _);
        hashes.Put(keyspace, ref entry, now, "f5"u8, "another value"u8);
        hashes.Put(keyspace, ref entry, now, "f5"u8, "12"u8);
        hashes.Put(keyspace, ref entry, now, "new"u8, "value"u8);
        hashes.SetExpiry(keyspace, ref entry, "new"u8, now + 1000);
        hashes.Put(keyspace, ref entry, now, "new"u8, "longer value"u8, keepExpiry: true);
        hashes.SetExpiry(keyspace, ref entry, "new"u8, 0);
        hashes.Remove(keyspace, "h"u8, ref entry, now, "new"u8);
        var nobody = new Nobody();
        FieldSampling.WithRepetition(entry, now, hashes.Count(entry), 3, random, ref nobody);
        FieldSampling.WithoutRepetition(entry, now, hashes.Count(entry), 3, random, ref nobody);
        hashes.Create(keyspace, "made"u8, "f"u8, "v"u8, out entry);
        hashes.Remove(keyspace, "made"u8, ref entry, now, "f"u8);
    }
}
