using System.Globalization;
using System.Text;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Host.Storage.Tags;

namespace CacheStorm.UnitTests.Storage.Tags;

/// <summary>One run of random operations; see <see cref="TagModelTests"/>.</summary>
internal sealed partial class TagModelRun(int keys, int tags, int seed)
{
    private const int Connections = 3;

    // The collector of expired entries tells times apart by so many milliseconds.
    private const int Tick = 16;

    private readonly Random _random = new(seed);
    private readonly StoreFixture _fixture = new();
    private readonly TagModel[] _models = [new(), new()];
    private readonly List<(byte[] Token, string[] Tags, int Space, long Number)> _tokens = [];
    private StoreScope[] _scopes = [];
    private StoreKeyspace[,] _keyspaces = new StoreKeyspace[0, 0];
    private ExpiryCollector _expiry = null!;
    private long _step;

    /// <summary>Fills the namespace again and again: invalidations hit thousands.</summary>
    public bool IsLarge { get; init; }

    private long Now => _fixture.Clock.Now;

    public void Run(int operations)
    {
        _expiry = new ExpiryCollector(_fixture.Store, new NoAlarms());
        _scopes = [.. Enumerable.Range(0, Connections).Select(_ => _fixture.NewScope())];
        _keyspaces = new StoreKeyspace[Connections, _models.Length];
        for (int i = 0; i < Connections; i++)
        {
            for (int j = 0; j < _models.Length; j++)
                _keyspaces[i, j] = _fixture.Open(j, _scopes[i]);
        }

        for (_step = 0; _step < operations; _step++)
        {
            try
            {
                Step();
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}, {keys} keys, {tags} tags, step {_step}: {failure.Message}", failure);
            }
        }

        End();
    }

    private void Step()
    {
        int which = _random.Next(8) == 0 ? 1 : 0;
        TagModel model = _models[which];
        StoreKeyspace keyspace = _keyspaces[_random.Next(Connections), which];
        int choice = _random.Next(IsLarge ? 400 : 100);
        switch (choice)
        {
            case < 4:
                Advance();
                break;
            case < 8:
                WorkOff(_random.Next(IsLarge ? 4_000 : 12));
                break;
            case < 13:
                Invalidate(keyspace, model, which);
                break;
            case < 15:
                TakeTagOff(keyspace, model);
                break;
            case < 17:
                Link(keyspace, model);
                break;
            case < 20:
                Token(keyspace, model, which);
                break;
            case 20 when _random.Next(IsLarge ? 4 : 20) == 0:
                Flush(keyspace, model);
                break;
            case 21 when _random.Next(20) == 0:
                Swap();
                break;
            case 22 when _random.Next(10) == 0:
                CompareAll();
                break;
            case < 28:
                Count(keyspace, model);
                break;
            default:
                ChangeKey(keyspace, model, which);
                break;
        }
    }

    private void Invalidate(StoreKeyspace keyspace, TagModel model, int which)
    {
        string[] names = RandomTags(1);
        TagInvalidationOptions how = new()
        {
            Match = _random.Next(4) == 0 ? TagMatch.All : TagMatch.Any,
            Cascade = _random.Next(4) == 0,
            StaleUntil = _random.Next(4) == 0 ? Now + Tick * (1 + _random.Next(100)) : 0,
        };
        keyspace.Tags.CollectExpired();
        long before = _fixture.Store.TagNumber;
        TagInvalidationResult result = keyspace.Tags.Invalidate(Names(names), how);
        Assert.True(result.Number > before);
        long expected = model.Invalidate(names, how, Now);
        foreach (string tag in names)
        {
            foreach (string hit in how.Cascade ? model.WithDescendants(tag) : [tag])
                model.Generations[hit] = result.Number;
        }

        if (result.Pending is null)
            Assert.Equal(expected, result.Keys);
        else
            CheckPending(result.Pending, expected, which);
    }

    private void CheckPending(PendingCount pending, long expected, int which)
    {
        if (_random.Next(2) == 0)
        {
            Assert.Equal(expected, pending.Count());
            return;
        }

        bool known = false;
        if (pending.WhenKnown(() => known = true))
        {
            TagIndex index = _fixture.Store.Space(which)!.Set.Tags!;
            while (!known)
                Assert.True(index.WorkOffOne(null));
        }

        Assert.Equal(expected, pending.Count());
    }

    private void TakeTagOff(StoreKeyspace keyspace, TagModel model)
    {
        string tag = RandomTag();
        keyspace.Tags.CollectExpired();
        model.Purge(Now);
        long carried = model.CountOf(tag);
        foreach (ModelEntry entry in model.Entries.Values)
        {
            entry.Links.RemoveAll(link => link.Tag == tag && link.StaleUntil < 0);
            foreach (ModelLink link in entry.Links)
                link.Tag = link.Tag == tag ? null : link.Tag;
        }

        Assert.Equal(carried, keyspace.Tags.Remove(StoreFixture.Bytes(tag)));
    }

    private void Link(StoreKeyspace keyspace, TagModel model)
    {
        string parent = RandomTag(), child = RandomTag();
        if (_random.Next(3) > 0)
        {
            Assert.Equal(model.Link(parent, child), keyspace.Tags.Link(StoreFixture.Bytes(parent), StoreFixture.Bytes(child)));
            return;
        }

        bool linked = model.Children.TryGetValue(parent, out HashSet<string>? children) && children.Remove(child);
        Assert.Equal(linked, keyspace.Tags.Unlink(StoreFixture.Bytes(parent), StoreFixture.Bytes(child)));
    }

    private void Token(StoreKeyspace keyspace, TagModel model, int which)
    {
        if (_tokens.Count < 8 || _random.Next(2) == 0)
        {
            string[] names = RandomTags(1);
            _tokens.Add((keyspace.Tags.TokenOf(Names(names)), names, which, _fixture.Store.TagNumber));
            return;
        }

        int chosen = _random.Next(_tokens.Count);
        (byte[] token, string[] tagsOfToken, int space, long number) = _tokens[chosen];
        _tokens.RemoveAt(chosen);
        bool expected = space == which && number >= model.Floor
            && Array.TrueForAll(tagsOfToken, tag => model.Generations.GetValueOrDefault(tag) <= number);
        // Few tags: nothing is forgotten, so it is exact.
        Assert.Equal(expected, keyspace.Tags.TokenHolds(token));
    }

    private void Flush(StoreKeyspace keyspace, TagModel model)
    {
        keyspace.Clear(inBackground: false);
        model.Entries.Clear();
        model.Children.Clear();
        model.Floor = _fixture.Store.TagNumber;
    }

    private void Swap()
    {
        _fixture.Store.Swap(null, _fixture.Store.Space(0)!, _fixture.Store.Space(1)!);
        (_models[0], _models[1]) = (_models[1], _models[0]);
        _models[0].Floor = _models[1].Floor = _fixture.Store.TagNumber;
        foreach (StoreScope scope in _scopes)
            scope.Generation++;
    }

    private void Count(StoreKeyspace keyspace, TagModel model)
    {
        keyspace.Tags.CollectExpired();
        model.Purge(Now);
        string tag = RandomTag();
        Assert.Equal(model.CountOf(tag), keyspace.Tags.CountOf(StoreFixture.Bytes(tag)));
        Assert.Equal(model.Entries.Count, keyspace.Count);
        if (_random.Next(IsLarge ? 20 : 4) > 0)
            return;
        KeyCollector found = new();
        keyspace.Tags.Visit(StoreFixture.Bytes(tag), ref found);
        Assert.Equal(model.Entries.Where(pair => pair.Value.Carries(tag)).Select(static pair => pair.Key).ToHashSet(), found.Keys);
    }

    private void CompareAll()
    {
        for (int i = 0; i < _models.Length; i++)
        {
            TagModel model = _models[i];
            StoreKeyspace keyspace = _keyspaces[0, i];
            keyspace.Tags.CollectExpired();
            model.Purge(Now);
            KeyCollector scanned = new();
            ulong cursor = 0;
            do
                cursor = keyspace.Scan(cursor, 1000, ref scanned);
            while (cursor != 0);
            Assert.Equal(model.Entries.Keys.ToHashSet(), scanned.Keys);
            TagCollector names = new();
            do
                cursor = keyspace.Tags.Scan(cursor, 1000, ref names);
            while (cursor != 0);
            Assert.Equal(model.Entries.Values.SelectMany(static entry => entry.Tags).ToHashSet(), names.Tags);
            foreach ((string key, ModelEntry entry) in model.Entries)
            {
                Assert.True(keyspace.TryFind(StoreFixture.Bytes(key), out Entry found, Lookup.Peek));
                Assert.True(found.Value.SequenceEqual(entry.Value));
                Assert.Equal(entry.ExpireAt, found.ExpireAt);
                Assert.Equal(entry.Tags, TagsOf(found));
            }
        }
    }

    private void Advance()
    {
        _fixture.Clock.Now += Tick * (_random.Next(20) == 0 ? _random.Next(200) : 1 + _random.Next(4));
        foreach (StoreScope scope in _scopes)
            scope.Begin(Now, ShardMask.All);
        if (_random.Next(2) == 0)
            _expiry.Step(Now);
        if (_random.Next(3) == 0)
            _fixture.Store.Space(0)!.Set.Tags?.EndGraces(Now);
    }

    private void WorkOff(int most)
    {
        foreach (Namespace? space in _fixture.Store.Spaces)
        {
            for (int i = 0; i < most && space?.Set.Tags is { } index && index.WorkOffOne(null); i++)
            {
            }
        }
    }

    /// <summary>After all is deleted nothing is left anywhere.</summary>
    private void End()
    {
        CompareAll();
        for (int i = 0; i < _models.Length; i++)
        {
            StoreKeyspace keyspace = _keyspaces[0, i];
            foreach (string key in _models[i].Entries.Keys)
                Assert.True(keyspace.Remove(StoreFixture.Bytes(key)));
            foreach ((string parent, HashSet<string> children) in _models[i].Children)
            {
                foreach (string child in children)
                    Assert.True(keyspace.Tags.Unlink(StoreFixture.Bytes(parent), StoreFixture.Bytes(child)));
            }
        }

        WorkOff(int.MaxValue);
        _fixture.Clock.Now += 1_000_000;
        _fixture.Store.Directory.ForEach(space => space.Set.Tags?.EndGraces(Now));
        WorkOff(int.MaxValue);
        for (int i = 0; i < 32; i++)
            _expiry.Step(Now);
        foreach (Namespace? space in _fixture.Store.Spaces)
        {
            if (space is null)
                continue;
            Assert.Equal(0, space.Set.Tags?.UsedBytes ?? 0);
            Assert.Equal(0, space.Shards.ToArray().Sum(static shard => shard.Heap.UsedBytes));
            Assert.Equal(space.Memory().Tables, space.Memory().Total);
        }

        foreach (Namespace? space in _fixture.Store.Spaces)
            space?.Shards.ToArray().ToList().ForEach(static shard => shard.SettleExactly());
        Assert.Equal(_fixture.Store.ExactBytes(), _fixture.Store.ApproximateBytes);
    }

    private StoreKeyspace Beside(StoreKeyspace keyspace, int which)
    {
        int connection = Array.IndexOf(_scopes, keyspace.Scope);
        return _keyspaces[connection, which];
    }

    private static HashSet<string> TagsOf(in Entry entry)
    {
        HashSet<string> found = [];
        int at = 0;
        while (entry.TryNextTag(ref at, out ReadOnlySpan<byte> tag))
            Assert.True(found.Add(Encoding.UTF8.GetString(tag)), "a tag is listed twice");
        return found;
    }

    private static TagNames Names(string[] names) =>
        TagNames.Of(ArgumentList.Of([.. names.Select(StoreFixture.Bytes)]), 0, names.Length);

    private string RandomKey() => string.Create(CultureInfo.InvariantCulture, $"key:{_random.Next(keys)}");

    private string RandomTag() => string.Create(CultureInfo.InvariantCulture, $"tag:{_random.Next(tags)}");

    private string[] RandomTags(int least) =>
        [.. Enumerable.Range(0, least + _random.Next(_random.Next(10) == 0 ? 12 : 3)).Select(_ => RandomTag())];

    private byte[] RandomValue()
    {
        byte[] value = new byte[_random.Next(20) == 0 ? _random.Next(3_000) : _random.Next(60)];
        _random.NextBytes(value);
        return value;
    }

    private long RandomExpiry() => Now + Tick * (1 + _random.Next(60));

    private readonly struct TagCollector() : ITagVisitor
    {
        public HashSet<string> Tags { get; } = [];

        public void Visit(ReadOnlySpan<byte> tag) => Tags.Add(Encoding.UTF8.GetString(tag));
    }
}
