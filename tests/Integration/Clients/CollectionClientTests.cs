using CacheStorm.IntegrationTests.Harness;
using StackExchange.Redis;

namespace CacheStorm.IntegrationTests.Clients;

/// <summary>Collections as a .NET program uses them, small and large, over RESP2 and RESP3.</summary>
public sealed class CollectionClientTests(OurServer server) : IClassFixture<OurServer>
{
    private const int Many = 3_000;

    public static TheoryData<RedisProtocol, int> Sizes() => new()
    {
        { RedisProtocol.Resp2, 10 }, { RedisProtocol.Resp3, 10 }, { RedisProtocol.Resp2, Many }, { RedisProtocol.Resp3, Many },
    };

    [SkippableTheory]
    [MemberData(nameof(Sizes))]
    public async Task Hashes(RedisProtocol protocol, int size)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(protocol);
        IDatabase database = await DotNetClient.FreshAsync(redis);
        await database.HashSetAsync("h", [.. Enumerable.Range(0, size).Select(i => new HashEntry($"field{i}", i))]);
        Assert.Equal(size, await database.HashLengthAsync("h"));
        Assert.Equal(7, (int)await database.HashGetAsync("h", "field7"));
        Assert.Equal<RedisValue>(["1", RedisValue.Null], await database.HashGetAsync("h", ["field1", "nosuch"]));
        Assert.Equal(8, await database.HashIncrementAsync("h", "field7"));
        Assert.Equal(size, (await database.HashGetAllAsync("h")).Length);
        Assert.Equal(3, (await database.HashRandomFieldsWithValuesAsync("h", 3)).Length);
        Assert.Equal(size, await CountAsync(database.HashScanAsync("h", pageSize: 50)));
        Assert.True(await database.HashDeleteAsync("h", "field7"));

        ExpireResult[] results = await database.HashFieldExpireAsync("h", ["field1", "nosuch"], TimeSpan.FromHours(1));
        Assert.Equal([ExpireResult.Success, ExpireResult.NoSuchField], results);
        long[] left = await database.HashFieldGetTimeToLiveAsync("h", ["field1", "field2"]);
        Assert.InRange(left[0], 3_500_000, 3_600_000);
        Assert.Equal(-1, left[1]);
        Assert.Equal([PersistResult.Success], await database.HashFieldPersistAsync("h", ["field1"]));
    }

    [SkippableTheory]
    [MemberData(nameof(Sizes))]
    public async Task Lists(RedisProtocol protocol, int size)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(protocol);
        IDatabase database = await DotNetClient.FreshAsync(redis);
        RedisValue[] elements = [.. Enumerable.Range(0, size).Select(i => (RedisValue)$"element:{i}")];
        Assert.Equal(size, await database.ListRightPushAsync("l", elements));
        RedisValue[] all = await database.ListRangeAsync("l");
        Assert.Equal<RedisValue>(elements, all);
        Assert.Equal(elements[size / 2], await database.ListGetByIndexAsync("l", size / 2));
        Assert.Equal(size - 1, await database.ListPositionAsync("l", elements[^1]));
        Assert.Equal(size + 1, await database.ListInsertBeforeAsync("l", elements[5], "between"));
        Assert.Equal("between", await database.ListGetByIndexAsync("l", 5));
        Assert.Equal(elements[0], await database.ListMoveAsync("l", "other", ListSide.Left, ListSide.Right));
        RedisValue[] last = [elements[^1], elements[^2]];
        Assert.Equal(last, await database.ListRightPopAsync("l", 2));
        await database.ListTrimAsync("l", 0, 2);
        Assert.Equal(3, await database.ListLengthAsync("l"));
    }

    [SkippableTheory]
    [MemberData(nameof(Sizes))]
    public async Task Sets(RedisProtocol protocol, int size)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(protocol);
        IDatabase database = await DotNetClient.FreshAsync(redis);
        RedisValue[] members = [.. Enumerable.Range(0, size).Select(i => (RedisValue)$"member:{i}")];
        Assert.Equal(size, await database.SetAddAsync("s", members));
        Assert.Equal(2, await database.SetAddAsync("t", ["member:1", "else"]));
        bool[] contained = await database.SetContainsAsync("s", ["member:3", "nosuch"]);
        Assert.Equal([true, false], contained);
        Assert.Equal<RedisValue>(["member:1"], await database.SetCombineAsync(SetOperation.Intersect, "s", "t"));
        Assert.Equal(size + 1, await database.SetCombineAndStoreAsync(SetOperation.Union, "u", "s", "t"));
        Assert.Equal(1, await database.SetIntersectionLengthAsync(["s", "t"]));
        Assert.Equal(size, await CountAsync(database.SetScanAsync("s", pageSize: 50)));
        Assert.Equal(4, (await database.SetPopAsync("s", 4)).Distinct().Count());
        Assert.Equal(size - 4, await database.SetLengthAsync("s"));
    }

    [SkippableTheory]
    [MemberData(nameof(Sizes))]
    public async Task Sorted_sets_and_places(RedisProtocol protocol, int size)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(protocol);
        IDatabase database = await DotNetClient.FreshAsync(redis);
        Assert.Equal(size, await database.SortedSetAddAsync("z", [.. Enumerable.Range(0, size).Select(i => new SortedSetEntry($"m{i}", i / 4.0))]));
        Assert.Equal(6, await database.SortedSetRankAsync("z", "m6"));
        Assert.Equal(1.5, await database.SortedSetScoreAsync("z", "m6"));
        Assert.Equal<RedisValue>(["m4", "m5", "m6", "m7", "m8"], await database.SortedSetRangeByScoreAsync("z", 1, 2));
        Assert.Equal(new SortedSetEntry($"m{size - 1}", (size - 1) / 4.0), (await database.SortedSetRangeByRankWithScoresAsync("z", 0, 0, Order.Descending)).Single());
        Assert.Equal(size, await database.SortedSetRangeAndStoreAsync("z", "copy", 0, -1));
        Assert.Equal(3, await database.SortedSetIncrementAsync("z", "m6", 1.5));
        Assert.Equal("m0", (await database.SortedSetPopAsync("z"))!.Value.Element);
        Assert.Equal(size - 1, await CountAsync(database.SortedSetScanAsync("z", pageSize: 50)));

        Assert.Equal(2, await database.GeoAddAsync("g", [new GeoEntry(13.361389, 38.115556, "Palermo"), new GeoEntry(15.087269, 37.502669, "Catania")]));
        Assert.Equal(166.2742, await database.GeoDistanceAsync("g", "Palermo", "Catania", GeoUnit.Kilometers));
        GeoRadiusResult nearest = (await database.GeoSearchAsync("g", 15, 37, new GeoSearchCircle(200, GeoUnit.Kilometers), order: Order.Ascending))[0];
        Assert.Equal("Catania", nearest.Member);
    }

    private static async Task<int> CountAsync<T>(IAsyncEnumerable<T> items)
    {
        HashSet<T> seen = [];
        await foreach (T item in items)
            seen.Add(item);
        return seen.Count;
    }

    private Task<ConnectionMultiplexer> ConnectAsync(RedisProtocol protocol) => DotNetClient.ConnectAsync(server, protocol);
}
