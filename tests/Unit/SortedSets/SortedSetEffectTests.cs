namespace CacheStorm.UnitTests.SortedSets;

/// <summary>What the commands tell observers and pass on to persistence and replicas.</summary>
public class SortedSetEffectTests
{
    [Theory]
    [InlineData("ZADD z 1 a", "", "")]
    [InlineData("ZADD z 9 a", "ZADD z 9 a", "zadd z")]
    [InlineData("ZADD z 9 a 8 new", "ZADD z 9 a 8 new", "zadd z")]
    [InlineData("ZADD new 1 a", "ZADD new 1 a", "zadd new")]
    [InlineData("ZADD z NX 9 a", "", "")]
    [InlineData("ZADD z XX 9 nosuch", "", "")]
    [InlineData("ZADD new XX 9 a", "", "")]
    [InlineData("ZADD z GT 0 a", "", "")]
    [InlineData("ZADD z INCR 1 a", "ZADD z INCR 1 a", "zincr z")]
    [InlineData("ZADD z INCR 0 a", "", "")]
    [InlineData("ZADD z INCR nan a", "", "")]
    [InlineData("ZINCRBY z 2.5 a", "ZINCRBY z 2.5 a", "zincr z")]
    [InlineData("ZINCRBY new 2.5 a", "ZINCRBY new 2.5 a", "zincr new")]
    [InlineData("ZREM z nosuch", "", "")]
    [InlineData("ZREM z a nosuch", "ZREM z a nosuch", "zrem z")]
    [InlineData("ZREM z a b c d", "ZREM z a b c d", "zrem z, del z")]
    [InlineData("ZREMRANGEBYRANK z 1 2", "ZREMRANGEBYRANK z 1 2", "zremrangebyrank z")]
    [InlineData("ZREMRANGEBYRANK z 7 9", "", "")]
    [InlineData("ZREMRANGEBYRANK z 0 -1", "ZREMRANGEBYRANK z 0 -1", "zremrangebyrank z, del z")]
    [InlineData("ZREMRANGEBYSCORE z (1 2", "ZREMRANGEBYSCORE z (1 2", "zremrangebyscore z")]
    [InlineData("ZREMRANGEBYSCORE z 7 9", "", "")]
    [InlineData("ZREMRANGEBYLEX z - +", "ZREMRANGEBYLEX z - +", "zremrangebylex z, del z")]
    [InlineData("ZPOPMIN z", "ZPOPMIN z", "zpopmin z")]
    [InlineData("ZPOPMIN z 0", "", "")]
    [InlineData("ZPOPMAX z 10", "ZPOPMAX z 10", "zpopmax z, del z")]
    [InlineData("ZPOPMAX nosuch", "", "")]
    [InlineData("ZMPOP 2 nosuch z MAX", "ZPOPMAX z 1", "zpopmax z")]
    [InlineData("ZMPOP 1 z MIN COUNT 10", "ZPOPMIN z 3", "zpopmin z, del z")]
    [InlineData("ZMPOP 1 nosuch MIN", "", "")]
    [InlineData("BZPOPMIN nosuch z 0", "ZPOPMIN z", "zpopmin z")]
    [InlineData("BZPOPMAX z 0", "ZPOPMAX z", "zpopmax z")]
    [InlineData("BZMPOP 0 2 nosuch z MIN COUNT 2", "ZPOPMIN z 2", "zpopmin z")]
    [InlineData("BZPOPMIN nosuch 0", "", "")]
    [InlineData("ZRANGESTORE d z 0 1", "ZRANGESTORE d z 0 1", "zrangestore d")]
    [InlineData("ZRANGESTORE d z 7 9", "", "")]
    [InlineData("ZRANGESTORE z z 7 9", "ZRANGESTORE z z 7 9", "del z")]
    [InlineData("ZUNIONSTORE d 1 z", "ZUNIONSTORE d 1 z", "zunionstore d")]
    [InlineData("ZINTERSTORE z 2 z z", "ZINTERSTORE z 2 z z", "zinterstore z")]
    [InlineData("ZDIFFSTORE z 2 z z", "ZDIFFSTORE z 2 z z", "del z")]
    [InlineData("ZDIFFSTORE d 1 nosuch", "", "")]
    [InlineData("ZUNION 1 z", "", "")]
    [InlineData("ZRANDMEMBER z 2", "", "")]
    public void A_command_tells_and_passes_on(string command, string propagated, string events)
    {
        var calls = new SortedSetCalls();
        calls.Run("ZADD z 1 a 2 b 3 c");

        calls.Run(command);

        Assert.Equal(propagated, calls.Propagated);
        Assert.Equal(events, calls.Events);
    }
}
