using System.Text;
using CacheStorm.Plugins.Strings;

namespace CacheStorm.UnitTests.Strings;

public class OptionTests
{
    private const long Now = 1_700_000_000_000;

    [Theory]
    [InlineData("SET k v")]
    [InlineData("SET k v NX")]
    [InlineData("SET k v nx NX")]
    [InlineData("SET k v XX GET EX 10")]
    [InlineData("SET k v EX 10 EX 20")]
    [InlineData("SET k v GET GET KEEPTTL KEEPTTL")]
    [InlineData("SET k v IFEQ NX")]
    [InlineData("SET k v px 1 ifdne 0123456789abcdef get")]
    [InlineData("SET k v TAGS 2 a b")]
    [InlineData("SET k v tags 1 TAGS NX")]
    [InlineData("SET k v GET TAGS 3 NX XX EX PX 10 IFTOKEN IFTOKEN")]
    [InlineData("SET k v IFTOKEN t KEEPTTL TAGS 1 a XX")]
    public void Set_takes_these(string command) => Assert.True(SetOptions.TryParse(Arguments(command), 3, out _));

    [Theory]
    [InlineData("SET k v NX XX")]
    [InlineData("SET k v EX")]
    [InlineData("SET k v IFEQ")]
    [InlineData("SET k v EX 10 PX 10")]
    [InlineData("SET k v EX 10 KEEPTTL")]
    [InlineData("SET k v PERSIST")]
    [InlineData("SET k v NX IFEQ a")]
    [InlineData("SET k v IFEQ a NX")]
    [InlineData("SET k v IFEQ a IFEQ a")]
    [InlineData("SET k v NOVALUE")]
    [InlineData("SET k v TAGS")]
    [InlineData("SET k v TAGS 1")]
    [InlineData("SET k v TAGS 2 a")]
    [InlineData("SET k v TAGS 9223372036854775807 a")]
    [InlineData("SET k v TAGS 1 a b")]
    [InlineData("SET k v TAGS 1 a TAGS 1 a")]
    [InlineData("SET k v IFTOKEN")]
    [InlineData("SET k v IFTOKEN t IFTOKEN t")]
    public void Set_refuses_these(string command) => Assert.False(SetOptions.TryParse(Arguments(command), 3, out _));

    [Fact]
    public void Set_options_say_what_was_asked()
    {
        Assert.True(SetOptions.TryParse(Arguments("SET k v GET IFNE old PXAT 5"), 3, out SetOptions options));

        Assert.True(options.ReturnsOld);
        Assert.Equal(ConditionKind.NotEqual, options.Condition.Kind);
        Assert.Equal(ExpiryForm.MillisecondsAt, options.Expiry.Form);
        Assert.Equal(ExpiryReading.Valid, options.Expiry.Read(Now, out long at));
        Assert.Equal(5, at);
    }

    [Fact]
    public void Set_options_say_where_the_tags_stand_and_which_token_must_hold()
    {
        Assert.True(SetOptions.TryParse(Arguments("SET k v NX TAGS 2 EX TAGS IFTOKEN token EX 5"), 3, out SetOptions options));

        Assert.Equal((6, 2), (options.Tags.First, options.Tags.Count));
        Assert.True(options.HasToken);
        Assert.Equal("token", Encoding.UTF8.GetString(options.Token));
        Assert.Equal(ExpiryForm.Seconds, options.Expiry.Form);
        Assert.Equal(ConditionKind.Missing, options.Condition.Kind);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("9223372036854775808")]
    public void A_count_of_tags_that_is_none_is_told_of_as_such(string count)
    {
        Assert.True(SetOptions.TryParse(Arguments($"SET k v TAGS {count} a b"), 3, out SetOptions options));

        Assert.True(options.Tags.IsPresent);
        Assert.False(options.Tags.IsWellFormed);
    }

    [Theory]
    [InlineData("EX", "10", Now + 10_000)]
    [InlineData("PX", "10", Now + 10)]
    [InlineData("EXAT", "10", 10_000)]
    [InlineData("PXAT", "10", 10)]
    [InlineData("PXAT", "9223372036854775807", long.MaxValue)]
    public void An_expiry_becomes_a_point_in_time(string form, string amount, long expected)
    {
        Assert.Equal(ExpiryReading.Valid, Read(form, amount, out long at));
        Assert.Equal(expected, at);
    }

    [Theory]
    [InlineData("EX", "0")]
    [InlineData("PX", "-1")]
    [InlineData("EX", "9223372036854775807")]
    [InlineData("EXAT", "9223372036854775")]
    [InlineData("EXAT", "9223372036854776")]
    [InlineData("PX", "9223372036854775807")]
    public void An_expiry_beyond_the_calendar_is_refused(string form, string amount)
    {
        if (amount == "9223372036854775")
            Assert.Equal(ExpiryReading.Valid, Read(form, amount, out _)); // the last second that there is
        else
            Assert.Equal(ExpiryReading.Invalid, Read(form, amount, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ten")]
    [InlineData("1.5")]
    [InlineData(" 1")]
    public void An_expiry_is_an_integer(string amount) => Assert.Equal(ExpiryReading.NotInteger, Read("EX", amount, out _));

    [Theory]
    [InlineData("GETEX k", true)]
    [InlineData("GETEX k PERSIST", true)]
    [InlineData("GETEX k EXAT 5", true)]
    [InlineData("GETEX k EX 5 PERSIST", false)]
    [InlineData("GETEX k PERSIST EX 5", false)]
    [InlineData("GETEX k KEEPTTL", false)]
    [InlineData("GETEX k NX", false)]
    [InlineData("GETEX k PX", false)]
    public void Getex_takes_one_expiry(string command, bool allowed) =>
        Assert.Equal(allowed, GetExOptions.TryParse(Arguments(command), 2, out _));

    [Theory]
    [InlineData("MSETEX 1 k v", true)]
    [InlineData("MSETEX 1 k v XX KEEPTTL", true)]
    [InlineData("MSETEX 1 k v PX 5 NX", true)]
    [InlineData("MSETEX 1 k v NX XX", false)]
    [InlineData("MSETEX 1 k v IFEQ a", false)]
    [InlineData("MSETEX 1 k v PERSIST", false)]
    public void Msetex_takes_a_condition_on_existence_and_an_expiry(string command, bool allowed) =>
        Assert.Equal(allowed, MSetExOptions.TryParse(Arguments(command), 4, out _));

    [Theory]
    [InlineData("NX", false, "", true)]
    [InlineData("NX", true, "v", false)]
    [InlineData("XX", true, "v", true)]
    [InlineData("XX", false, "", false)]
    [InlineData("IFEQ v", true, "v", true)]
    [InlineData("IFEQ v", true, "w", false)]
    [InlineData("IFEQ v", false, "", false)]
    [InlineData("IFNE v", true, "w", true)]
    [InlineData("IFNE v", true, "v", false)]
    [InlineData("IFNE v", false, "", true)]
    [InlineData("IFDEQ 2D06800538D394C2", true, "", true)]
    [InlineData("IFDEQ 2d06800538d394c2", true, "v", false)]
    [InlineData("IFDEQ 2d06800538d394c2", false, "", false)]
    [InlineData("IFDNE 2d06800538d394c2", true, "v", true)]
    [InlineData("IFDNE 2d06800538d394c2", true, "", false)]
    [InlineData("IFDNE 2d06800538d394c2", false, "", true)]
    public void A_condition_holds(string option, bool exists, string value, bool expected)
    {
        Assert.True(SetOptions.TryParse(Arguments("SET k v " + option), 3, out SetOptions options));

        Assert.True(options.Condition.IsWellFormed);
        Assert.Equal(expected, options.Condition.Holds(exists, Encoding.UTF8.GetBytes(value)));
    }

    [Theory]
    [InlineData("2d06800538d394c")]
    [InlineData("2d06800538d394c2f")]
    [InlineData("2d06800538d394cg")]
    public void A_digest_is_sixteen_hexadecimal_digits(string digest)
    {
        Assert.True(SetOptions.TryParse(Arguments("SET k v IFDEQ " + digest), 3, out SetOptions options));

        Assert.False(options.Condition.IsWellFormed);
    }

    [Theory]
    [InlineData(0, -1, "Hello")]
    [InlineData(-3, -1, "llo")]
    [InlineData(1, 1, "e")]
    [InlineData(3, 1, "")]
    [InlineData(-1, -5, "")]
    [InlineData(-100, 100, "Hello")]
    [InlineData(-100, -100, "H")]
    [InlineData(5, 10, "")]
    [InlineData(long.MinValue, long.MaxValue, "Hello")]
    [InlineData(long.MaxValue, long.MaxValue, "")]
    public void A_range_includes_both_ends(long start, long end, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(RangeCommands.Slice("Hello"u8, start, end)));

    private static ExpiryReading Read(string form, string amount, out long at)
    {
        ArgumentList arguments = ArgumentList.Of(Encoding.UTF8.GetBytes(form), Encoding.UTF8.GetBytes(amount));
        ExpiryClause clause = default;
        int index = 0;
        Assert.True(ExpiryClause.TryTake(arguments, ref index, ref clause));
        return clause.Read(Now, out at);
    }

    private static ArgumentList Arguments(string command)
    {
        var builder = new ArgumentListBuilder();
        foreach (string word in command.Split(' '))
            builder.Add(Encoding.UTF8.GetBytes(word));
        return builder.Arguments;
    }
}
