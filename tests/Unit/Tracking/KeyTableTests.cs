using System.Text;
using CacheStorm.Plugins.Tracking;
using CacheStorm.UnitTests.Connections;

namespace CacheStorm.UnitTests.Tracking;

/// <summary>The table does what a dictionary does, whatever is added, taken by key or taken by index.</summary>
public sealed class KeyTableTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Same_as_a_dictionary(int seed)
    {
        var random = new Random(seed);
        var table = new KeyTable();
        var model = new Dictionary<string, object>();
        for (int i = 0; i < 20_000; i++)
        {
            // Few hashes, so that buckets are shared; more keys in some stretches than in others, so that it grows and shrinks.
            string name = $"key{random.Next(i / 4000 % 2 == 0 ? 400 : 20)}";
            byte[] key = Encoding.ASCII.GetBytes(name);
            uint hash = (uint)(name.Length * 31 + key[^1]);
            int index = table.IndexOf(hash, key);
            Assert.Equal(model.TryGetValue(name, out object? value), index >= 0);
            if (random.Next(10) == 0 && table.Count > 0)
            {
                object taken = table.TakeAt(random.Next(table.Count), out byte[] any);
                Assert.True(model.Remove(Encoding.ASCII.GetString(any), out object? expected));
                Assert.Same(expected, taken);
            }
            else if (index < 0)
            {
                model[name] = new TrackedClient(new FakeSession(i));
                table.Add(hash, key, model[name]);
            }
            else
            {
                Assert.Same(value, table.ReadersAt(index));
                if (random.Next(2) == 0)
                {
                    Assert.Same(value, table.TakeAt(index, out _));
                    model.Remove(name);
                }
            }
            Assert.Equal(model.Count, table.Count);
        }
    }

    [Fact]
    public void Readers_are_counted_once_whatever_their_number()
    {
        TrackedClient[] clients = [.. Enumerable.Range(0, 30).Select(i => new TrackedClient(new FakeSession(i)) { Modes = TrackingModes.On })];
        object readers = clients[0];
        for (int i = 0; i < clients.Length; i++)
        {
            readers = KeyReaders.Add(readers, clients[i], out bool added);
            Assert.Equal(i > 0, added);
            readers = KeyReaders.Add(readers, clients[i / 2], out added);
            Assert.False(added);
            Assert.Equal(i + 1, KeyReaders.Count(readers));
        }
        for (int i = 0; i < clients.Length - 1; i++)
        {
            clients[i].Modes = TrackingModes.None;
            readers = KeyReaders.Swept(readers)!;
            Assert.Equal(clients.Length - 1 - i, KeyReaders.Count(readers));
        }
        clients[^1].Modes = TrackingModes.None;
        Assert.Null(KeyReaders.Swept(readers));
    }
}
