namespace CacheStorm.UnitTests.Hashes;

/// <summary>What hash commands tell observers and pass on to persistence and replicas. The clock stands at T.</summary>
public class EffectTests
{
    [Theory]
    [InlineData("HSET h f v", "HSET h f v", "hset h")]
    [InlineData("HSET new f v", "HSET new f v", "hset new")]
    [InlineData("HMSET h f v g w", "HMSET h f v g w", "hset h")]
    [InlineData("HSETNX h a v", "", "")]
    [InlineData("HSETNX h f v", "HSETNX h f v", "hset h")]
    [InlineData("HINCRBY h a 5", "HINCRBY h a 5", "hincrby h")]
    [InlineData("HINCRBY h t 5", "", "")]
    [InlineData("HINCRBYFLOAT h a 0.5", "HSET h a 1.5", "hincrbyfloat h")]
    [InlineData("HINCRBYFLOAT h v 0.5", "HSETEX h KEEPTTL FIELDS 1 v 3.5", "hincrbyfloat h")]
    [InlineData("HDEL h x", "", "")]
    [InlineData("HDEL h a x", "HDEL h a x", "hdel h")]
    [InlineData("HDEL h a t v", "HDEL h a t v", "hdel h, del h")]
    [InlineData("HGETDEL h FIELDS 2 a x", "HDEL h a", "hdel h")]
    [InlineData("HGETDEL h FIELDS 1 x", "", "")]
    [InlineData("HGETDEL h FIELDS 3 a t v", "HDEL h a t v", "hdel h, del h")]
    [InlineData("HEXPIRE h 10 FIELDS 2 a x", "HPEXPIREAT h T+10000 FIELDS 1 a", "hexpire h")]
    [InlineData("HPEXPIRE h 10 XX FIELDS 2 a v", "HPEXPIREAT h T+10 FIELDS 1 v", "hexpire h")]
    [InlineData("HEXPIREAT h 4000000000 FIELDS 1 a", "HPEXPIREAT h 4000000000000 FIELDS 1 a", "hexpire h")]
    [InlineData("HEXPIRE h 10 XX FIELDS 1 a", "", "")]
    [InlineData("HEXPIREAT h 1 FIELDS 2 a x", "HDEL h a", "hdel h")]
    [InlineData("HEXPIRE h 0 FIELDS 3 a t v", "HDEL h a t v", "hdel h, del h")]
    [InlineData("HPERSIST h FIELDS 2 a v", "HPERSIST h FIELDS 1 v", "hpersist h")]
    [InlineData("HPERSIST h FIELDS 1 a", "", "")]
    [InlineData("HGETEX h FIELDS 1 a", "", "")]
    [InlineData("HGETEX h EX 10 FIELDS 2 a x", "HPEXPIREAT h T+10000 FIELDS 1 a", "hexpire h")]
    [InlineData("HGETEX h PERSIST FIELDS 2 a v", "HPERSIST h FIELDS 1 v", "hpersist h")]
    [InlineData("HGETEX h PXAT 5 FIELDS 1 a", "HDEL h a", "hdel h")]
    [InlineData("HSETEX h FIELDS 1 a v", "HSETEX h FIELDS 1 a v", "hset h")]
    [InlineData("HSETEX h FXX PX 10 FIELDS 1 a v", "HSETEX h PXAT T+10 FIELDS 1 a v", "hset h, hexpire h")]
    [InlineData("HSETEX h KEEPTTL FIELDS 1 v 3", "HSETEX h KEEPTTL FIELDS 1 v 3", "hset h")]
    [InlineData("HSETEX h FNX FIELDS 1 a v", "", "")]
    [InlineData("HSETEX h PXAT 5 FIELDS 2 a v x w", "HDEL h a", "hdel h")]
    [InlineData("HGETALL h", "", "")]
    [InlineData("HRANDFIELD h", "", "")]
    public void A_command_tells_and_passes_on(string command, string propagated, string events)
    {
        var calls = new HashCalls();
        calls.Run("HSET h a 1 t text v 3");
        calls.Run("HPEXPIREAT h 3900000000000 FIELDS 1 v");

        calls.Run(command);

        Assert.Equal(propagated.Replace("T+10000", $"{calls.Clock.Now + 10_000}").Replace("T+10", $"{calls.Clock.Now + 10}"), calls.Propagated);
        Assert.Equal(events, calls.Events);
    }

    [Fact]
    public void A_field_lives_through_the_millisecond_in_which_it_expires()
    {
        var calls = new HashCalls();
        calls.Run("HSETEX h PX 1 FIELDS 1 f v");
        calls.Clock.Now++;
        Assert.Equal("$1\r\nv\r\n", calls.Run("HGET h f"));
        calls.Clock.Now++;
        Assert.Equal("$-1\r\n", calls.Run("HGET h f"));
        Assert.Equal(":1\r\n", calls.Run("HLEN h"));
    }

    [Fact]
    public void An_expired_field_counts_as_missing_for_who_writes_it()
    {
        var calls = new HashCalls();
        calls.Run("HSETEX h PX 1 FIELDS 6 a 1 b 2 c 3 d 4 e 5 f 6");
        calls.Run("HSET h stays 1");
        calls.Clock.Now += 10;
        Assert.Equal(":1\r\n", calls.Run("HSET h a 2"));
        Assert.Equal(":1\r\n", calls.Run("HSETNX h b 2"));
        Assert.Equal(":5\r\n", calls.Run("HINCRBY h c 5"));
        Assert.Equal("$1\r\n5\r\n", calls.Run("HINCRBYFLOAT h d 5"));
        Assert.Equal(":0\r\n", calls.Run("HDEL h e"));
        Assert.Equal("hexpired h", calls.Events);
        Assert.Equal("*1\r\n:-2\r\n", calls.Run("HEXPIRE h 10 FIELDS 1 f"));
        Assert.Equal("*4\r\n:-1\r\n:-1\r\n:-1\r\n:-1\r\n", calls.Run("HTTL h FIELDS 4 a b c d"));
        Assert.Equal(1, calls.Ring("h"));
        Assert.Equal("HDEL h f", calls.Propagated);
        Assert.Equal(":5\r\n", calls.Run("HLEN h"));
    }
}
