using CacheStorm.IntegrationTests.Harness;
using StackExchange.Redis;

namespace CacheStorm.IntegrationTests.Clients;

/// <summary>Transactions as .NET programs write them: with conditions, which become WATCH.</summary>
public sealed class TransactionClientTests(OurServer server) : IClassFixture<OurServer>
{
    public static TheoryData<RedisProtocol> Protocols() => [RedisProtocol.Resp2, RedisProtocol.Resp3];

    [SkippableTheory]
    [MemberData(nameof(Protocols))]
    public async Task Commands_of_a_transaction_run_together(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer redis = await DotNetClient.ConnectAsync(server, protocol);
        IDatabase database = await DotNetClient.FreshAsync(redis);

        ITransaction transaction = database.CreateTransaction();
        Task<bool> set = transaction.StringSetAsync("n", 5);
        Task<long> sum = transaction.StringIncrementAsync("n", 2);
        Task<long> pushed = transaction.ListRightPushAsync("l", ["a", "b"]);
        Task<RedisValue[]> list = transaction.ListRangeAsync("l");
        Assert.True(await transaction.ExecuteAsync());

        Assert.True(await set);
        Assert.Equal(7, await sum);
        Assert.Equal(2, await pushed);
        Assert.Equal<RedisValue>(["a", "b"], await list);
    }

    [SkippableTheory]
    [MemberData(nameof(Protocols))]
    public async Task Conditions_hold_or_nothing_runs(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer redis = await DotNetClient.ConnectAsync(server, protocol);
        IDatabase database = await DotNetClient.FreshAsync(redis);
        await database.StringSetAsync("owner", "me");
        await database.HashSetAsync("h", "f", "v");

        ITransaction held = database.CreateTransaction();
        held.AddCondition(Condition.StringEqual("owner", "me"));
        held.AddCondition(Condition.KeyNotExists("other"));
        held.AddCondition(Condition.HashEqual("h", "f", "v"));
        _ = held.StringSetAsync("done", 1);
        Assert.True(await held.ExecuteAsync());
        Assert.Equal(1, (int)await database.StringGetAsync("done"));

        ITransaction refused = database.CreateTransaction();
        ConditionResult owner = refused.AddCondition(Condition.StringEqual("owner", "somebody else"));
        ConditionResult missing = refused.AddCondition(Condition.KeyNotExists("other"));
        Task<bool> never = refused.StringSetAsync("done", 2);
        Assert.False(await refused.ExecuteAsync());
        Assert.False(owner.WasSatisfied);
        Assert.True(missing.WasSatisfied);
        await Assert.ThrowsAsync<TaskCanceledException>(() => never);
        Assert.Equal(1, (int)await database.StringGetAsync("done"));
    }

    [SkippableTheory]
    [MemberData(nameof(Protocols))]
    public async Task Optimistic_increments_of_two_programs_lose_nothing(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer one = await DotNetClient.ConnectAsync(server, protocol);
        await using ConnectionMultiplexer other = await DotNetClient.ConnectAsync(server, protocol);
        await DotNetClient.FreshAsync(one);

        await Task.WhenAll(Increment(one.GetDatabase()), Increment(other.GetDatabase()), Increment(one.GetDatabase()));
        Assert.Equal(150, (int)await one.GetDatabase().StringGetAsync("n"));

        static async Task Increment(IDatabase database)
        {
            for (int done = 0; done < 50;)
            {
                RedisValue value = await database.StringGetAsync("n");
                ITransaction transaction = database.CreateTransaction();
                transaction.AddCondition(value.IsNull ? Condition.KeyNotExists("n") : Condition.StringEqual("n", value));
                _ = transaction.StringSetAsync("n", (int)value + 1);
                if (await transaction.ExecuteAsync())
                    done++;
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Protocols))]
    public async Task Errors_of_single_commands_are_theirs(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer redis = await DotNetClient.ConnectAsync(server, protocol);
        IDatabase database = await DotNetClient.FreshAsync(redis);
        await database.StringSetAsync("text", "hello");

        ITransaction transaction = database.CreateTransaction();
        Task<long> wrong = transaction.ListLeftPushAsync("text", "x");
        Task<bool> right = transaction.StringSetAsync("ok", 1);
        Assert.True(await transaction.ExecuteAsync());
        await Assert.ThrowsAsync<RedisServerException>(() => wrong);
        Assert.True(await right);
    }
}
