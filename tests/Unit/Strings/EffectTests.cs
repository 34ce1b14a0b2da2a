namespace CacheStorm.UnitTests.Strings;

/// <summary>What string commands tell observers and pass on to persistence and replicas. The clock stands at T.</summary>
public class EffectTests
{
    [Theory]
    [InlineData("SET k v", "SET k v", "set k")]
    [InlineData("SET k v NX", "SET k v NX", "set k")]
    [InlineData("SET k v EX 10", "SET k v PXAT T+10000", "set k, expire k")]
    [InlineData("SET k v PXAT 1700000001000 GET", "SET k v PXAT 1700000001000", "set k, expire k")]
    [InlineData("SET s v GET", "SET s v", "set s")]
    [InlineData("SET s v GET KEEPTTL", "SET s v KEEPTTL", "set s")]
    [InlineData("SET s v IFEQ text", "SET s v", "set s")]
    [InlineData("SET s v IFEQ other", "", "")]
    [InlineData("SET s v NX", "", "")]
    [InlineData("SET missing v XX", "", "")]
    [InlineData("SET k v TAGS 1 t", "SET k v TAGS 1 t", "set k")]
    [InlineData("SET k v TAGS 2 t u EX 10", "SET k v PXAT T+10000 TAGS 2 t u", "set k, expire k")]
    [InlineData("SET s v GET TAGS 1 t", "SET s v TAGS 1 t", "set s")]
    [InlineData("INCRBYFLOAT tagged 0.5", "INCRBYFLOAT tagged 0.5", "incrbyfloat tagged")]
    [InlineData("INCRBYFLOAT new 0.5", "SET new 0.5 KEEPTTL", "incrbyfloat new")]
    [InlineData("SETNX k v", "SETNX k v", "set k")]
    [InlineData("SETNX s v", "", "")]
    [InlineData("SETEX k 10 v", "SET k v PXAT T+10000", "set k, expire k")]
    [InlineData("PSETEX k 10 v", "SET k v PXAT T+10", "set k, expire k")]
    [InlineData("GETSET s v", "SET s v", "set s")]
    [InlineData("GETDEL s", "DEL s", "del s")]
    [InlineData("GETDEL missing", "", "")]
    [InlineData("GETEX s", "", "")]
    [InlineData("GETEX s EX 10", "PEXPIREAT s T+10000", "expire s")]
    [InlineData("GETEX s PXAT 5", "DEL s", "del s")]
    [InlineData("GETEX volatile PERSIST", "PERSIST volatile", "persist volatile")]
    [InlineData("GETEX s PERSIST", "", "")]
    [InlineData("MSET a 1 b 2", "MSET a 1 b 2", "set a, set b")]
    [InlineData("MSETNX a 1 s 2", "", "")]
    [InlineData("MSETEX 2 a 1 b 2 NX EX 10", "MSETEX 2 a 1 b 2 PXAT T+10000", "set a, expire a, set b, expire b")]
    [InlineData("MSETEX 1 a 1 KEEPTTL", "MSETEX 1 a 1 KEEPTTL", "set a")]
    [InlineData("INCR n", "INCR n", "incrby n")]
    [InlineData("DECRBY n 3", "DECRBY n 3", "incrby n")]
    [InlineData("INCR s", "", "")]
    [InlineData("INCRBYFLOAT n 0.5", "SET n 5.5 KEEPTTL", "incrbyfloat n")]
    [InlineData("APPEND s x", "APPEND s x", "append s")]
    [InlineData("SETRANGE s 2 x", "SETRANGE s 2 x", "setrange s")]
    [InlineData("DELEX s IFEQ text", "DEL s", "del s")]
    [InlineData("DELEX s IFNE text", "", "")]
    [InlineData("GET s", "", "")]
    public void A_command_tells_and_passes_on(string command, string propagated, string events)
    {
        var calls = new StringCalls();
        calls.Run("MSET s text n 5");
        calls.Run("SET volatile v PXAT 1800000000000");
        calls.Run("SET tagged 1 TAGS 1 t");

        calls.Run(command);

        Assert.Equal(propagated.Replace("T+10000", $"{calls.Clock.Now + 10_000}").Replace("T+10", $"{calls.Clock.Now + 10}"), calls.Propagated);
        Assert.Equal(events, calls.Events);
    }

    [Fact]
    public void A_key_lives_through_the_millisecond_in_which_it_expires()
    {
        var calls = new StringCalls();
        calls.Run("SET k v PX 1");

        calls.Clock.Now++;
        Assert.Equal("$1\r\nv\r\n", calls.Run("GET k"));
        calls.Clock.Now++;
        Assert.Equal("$-1\r\n", calls.Run("GET k"));
    }

    [Fact]
    public void A_counter_keeps_its_expiry_and_an_overwritten_string_does_not()
    {
        var calls = new StringCalls();
        calls.Run("MSETEX 3 a 1 b 1 c 1 PX 100");
        calls.Run("INCR a");
        calls.Run("INCRBYFLOAT b 1");
        calls.Run("SET c 2");

        calls.Clock.Now += 200;

        Assert.Equal("*3\r\n$-1\r\n$-1\r\n$1\r\n2\r\n", calls.Run("MGET a b c"));
    }
}
