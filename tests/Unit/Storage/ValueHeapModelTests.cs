using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Host.Storage.Memory;
using CacheStorm.Host.Storage.Values;
using CsCheck;

namespace CacheStorm.UnitTests.Storage;

/// <summary>Several values grow, shrink, move, are copied, swapped and flushed; content and account are what a model says.</summary>
public sealed class ValueHeapModelTests
{
    private const int Keys = 6;

    [Fact]
    public void Content_and_account_are_right_whatever_happens_to_large_values()
    {
        Gen<(int Action, int Key, int Other, int Number)> step =
            Gen.Select(Gen.Int[0, 20], Gen.Int[0, Keys - 1], Gen.Int[0, Keys - 1], Gen.Int[1, 3_000]);
        step.Array[1, 60].Sample(steps =>
        {
            World world = new();
            foreach ((int action, int key, int other, int number) in steps)
            {
                world.Do(action, key, other, number);
                world.CheckAccount();
            }

            world.CheckContent();
            world.Finish();
        }, iter: 60);
    }

    /// <summary>Two namespaces of the store, and what should be in them.</summary>
    private sealed class World
    {
        private readonly BlockValueType _type = new();
        private readonly StoreFixture _fixture = new();
        private readonly StoreKeyspace[] _spaces;
        private readonly Dictionary<int, Dictionary<long, (int Length, byte Fill)>>[] _model = [[], []];

        public World()
        {
            _fixture.Types.Register(_type);
            StoreScope scope = _fixture.NewScope();
            _spaces = [_fixture.Open(0, scope), _fixture.Open(1, scope)];
        }

        private Store Store => _fixture.Store;

        public void Do(int action, int key, int other, int number)
        {
            int space = number & 1;
            int target = number >> 1 & 1;
            StoreKeyspace keyspace = _spaces[space];
            bool exists = _model[space].ContainsKey(key);
            if (!exists && action < 17)
            {
                _type.Store(keyspace, StoreFixture.Key(key));
                _model[space][key] = [];
                exists = true;
            }

            switch (action)
            {
                case < 7:
                    Add(space, key, number);
                    break;
                case < 9:
                    Resize(space, key, number);
                    break;
                case < 11:
                    Remove(space, key, number);
                    break;
                case < 14:
                    Move(space, key, target, other);
                    break;
                case < 16:
                    Copy(space, key, target, other);
                    break;
                case 16:
                    Assert.True(keyspace.TryFind(StoreFixture.Key(key), out Entry entry));
                    keyspace.Blocks(ref entry).Clear();
                    _model[space][key].Clear();
                    break;
                case 17:
                    Assert.Equal(exists, keyspace.Remove(StoreFixture.Key(key)));
                    _model[space].Remove(key);
                    break;
                case 18:
                    keyspace.SetString(StoreFixture.Key(key), "small"u8);
                    keyspace.Remove(StoreFixture.Key(key));
                    _model[space].Remove(key);
                    break;
                case 19:
                    Store.Swap(null, _spaces[0].Space, _spaces[1].Space);
                    (_model[0], _model[1]) = (_model[1], _model[0]);
                    break;
                case 20 when number % 8 == 0:
                    keyspace.Clear(inBackground: false);
                    _model[space].Clear();
                    break;
                default:
                    Store.Doomed.FreeSome();
                    break;
            }
        }

        public void CheckAccount()
        {
            long expected = 0;
            for (int space = 0; space < 2; space++)
            {
                foreach ((int key, Dictionary<long, (int Length, byte Fill)> blocks) in _model[space])
                {
                    byte[] name = StoreFixture.Key(key);
                    Assert.True(_spaces[space].TryFind(name, out Entry entry));
                    long total = entry.Blocks.TotalBytes;
                    long table = total - blocks.Values.Sum(block => CostOf(block.Length + BlockLayout.BlockHeaderBytes));
                    Assert.True(blocks.Count == 0 ? table == 0 : table >= blocks.Count * sizeof(long));
                    expected += total + CostOf(CacheStorm.Host.Storage.Records.Record.HeaderBytes + name.Length + BlockValueType.RootBytes + NativeRoot.Bytes);
                }
            }

            long used = 0;
            foreach (StoreKeyspace keyspace in _spaces)
            {
                foreach (Shard shard in keyspace.Space.Shards)
                    used += shard.Heap.UsedBytes + shard.ValueHeapBytes;
            }

            Assert.Equal(expected, used);
        }

        public void CheckContent()
        {
            for (int space = 0; space < 2; space++)
            {
                foreach ((int key, Dictionary<long, (int Length, byte Fill)> blocks) in _model[space])
                {
                    Assert.True(_spaces[space].TryFind(StoreFixture.Key(key), out Entry entry));
                    NativeBlocks all = entry.Blocks;
                    foreach ((long handle, (int length, byte fill)) in blocks)
                    {
                        Assert.Equal(length, all[handle].Length);
                        Assert.Equal(-1, all[handle].IndexOfAnyExcept(fill));
                    }
                }
            }
        }

        public void Finish()
        {
            foreach (StoreKeyspace keyspace in _spaces)
                keyspace.Clear(inBackground: false);
            while (Store.Doomed.FreeSome())
            {
            }

            Assert.Equal(0, Store.Doomed.Pending);
            Assert.Equal(0, Store.Doomed.LargeBytes);
            Assert.Equal(0, Store.ValueHeaps.Count);
            Assert.Equal(0, Store.ExactBytes());
            Assert.Equal(0, Store.ApproximateBytes);
        }

        private void Add(int space, int key, int number)
        {
            Assert.True(_spaces[space].TryFind(StoreFixture.Key(key), out Entry entry));
            NativeBlocks blocks = _spaces[space].Blocks(ref entry);
            for (int i = 0; i < number; i++)
            {
                int length = LengthOf(i * 31 + number);
                long handle = blocks.Allocate(length);
                blocks[handle].Fill((byte)(i + key));
                _model[space][key].Add(handle, (length, (byte)(i + key)));
            }
        }

        private void Resize(int space, int key, int number)
        {
            Assert.True(_spaces[space].TryFind(StoreFixture.Key(key), out Entry entry));
            NativeBlocks blocks = _spaces[space].Blocks(ref entry);
            foreach (long handle in _model[space][key].Keys.Where(handle => handle % 7 == number % 7).ToArray())
            {
                int length = LengthOf((int)handle + number);
                blocks.Resize(handle, length).Fill((byte)number);
                _model[space][key][handle] = (length, (byte)number);
            }
        }

        private void Remove(int space, int key, int number)
        {
            Assert.True(_spaces[space].TryFind(StoreFixture.Key(key), out Entry entry));
            NativeBlocks blocks = _spaces[space].Blocks(ref entry);
            foreach (long handle in _model[space][key].Keys.Where(handle => handle % 3 != number % 3 || number % 5 == 0).ToArray())
            {
                blocks.Free(handle);
                _model[space][key].Remove(handle);
            }
        }

        private void Move(int space, int key, int target, int other)
        {
            Assert.True(_spaces[space].TryFind(StoreFixture.Key(key), out Entry entry));
            _spaces[space].MoveTo(ref entry, _spaces[target], StoreFixture.Key(other));
            Dictionary<long, (int Length, byte Fill)> blocks = _model[space][key];
            _model[space].Remove(key);
            _model[target][other] = blocks;
        }

        private void Copy(int space, int key, int target, int other)
        {
            if (space == target && key == other)
                return;
            Assert.True(_spaces[space].TryFind(StoreFixture.Key(key), out Entry entry));
            Dictionary<long, (int Length, byte Fill)> blocks = _model[space][key];
            _type.ToCopy.Clear();
            _type.ToCopy.AddRange(blocks.Keys);
            _spaces[space].CopyTo(ref entry, _spaces[target], StoreFixture.Key(other));
            long handle = 0;
            _model[target][other] = _type.ToCopy.ToDictionary(_ => ++handle, original => blocks[original]);
        }

        // Mostly small, some from the C library's heap.
        private static int LengthOf(int number) => number % 50 == 0 ? 1_000 + number % 4_000 : 1 + number % 90;

        // A large block's header, and what the C library keeps, are part of its cost.
        private static long CostOf(int size) => ShardHeap.CapacityFor(size) + (size > SizeClasses.LargestSmall ? 36 : 0);
    }
}
