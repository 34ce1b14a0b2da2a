using System.Text;
using CacheStorm.Plugins.PubSub.Channels;
using CacheStorm.UnitTests.Connections;
using CsCheck;

namespace CacheStorm.UnitTests.PubSub;

public sealed class PatternTableTests
{
    [Theory]
    [InlineData("news.*", "news.", true)]
    [InlineData("news.*", "news", false)]
    [InlineData("*", "", false)]
    [InlineData("", "", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a[bc]d", "acd", true)]
    [InlineData("a\\*", "a*", true)]
    [InlineData("a\\*", "ab", false)]
    [InlineData("plain", "plain", true)]
    [InlineData("plain", "plainer", false)]
    public void A_pattern_matches_as_in_Redis(string pattern, string channel, bool matches)
    {
        var table = new PatternTable();
        var client = new FakeSession(1);
        table.Join(Bytes(pattern), new Subscription(client));
        Assert.Equal(matches, table.Matches(Bytes(channel)));
        Assert.Equal(matches ? 1 : 0, table.Deliver(Bytes(channel), "m"u8));
        Assert.Equal(matches ? 1 : 0, client.Pushed.Count);
    }

    /// <summary>However patterns come and go, those that match are found as if each had been tried.</summary>
    [Fact]
    public void Finds_what_trying_all_finds()
    {
        Gen<string> text = Gen.Char["ab*?["].Array[0, 4].Select(letters => new string(letters));
        Gen<(string, bool)[]> changes = Gen.Select(text, Gen.Bool).Array[0, 40];
        Gen.Select(changes, Gen.Char["ab*"].Array[0, 5].Select(letters => new string(letters)).Array[1, 8]).Sample((steps, channels) =>
        {
            var table = new PatternTable();
            var joined = new Dictionary<string, Subscription>();
            foreach ((string pattern, bool joins) in steps)
            {
                if (joins && !joined.ContainsKey(pattern))
                    table.Join(Bytes(pattern), joined[pattern] = new Subscription(new FakeSession(1)));
                else if (!joins && joined.Remove(pattern, out Subscription? subscription))
                    table.Leave(subscription);
            }
            Assert.Equal(joined.Count, table.Count);
            foreach (string channel in channels)
            {
                int expected = joined.Keys.Count(pattern => Glob.IsMatch(Bytes(pattern), Bytes(channel)));
                Assert.Equal(expected > 0, table.Matches(Bytes(channel)));
                Assert.Equal(expected, table.Deliver(Bytes(channel), "m"u8));
            }
        });
    }

    [Fact]
    public void Publishers_read_while_patterns_come_and_go()
    {
        var table = new PatternTable();
        var stays = new FakeSession(1);
        table.Join("stay*"u8.ToArray(), new Subscription(stays));
        bool done = false;
        var publisher = new Thread(() =>
        {
            while (!Volatile.Read(ref done))
                Assert.Equal(1, table.Deliver("stay"u8, "m"u8));
        });
        publisher.Start();
        for (int i = 0; i < 3000; i++)
        {
            var one = new Subscription(new FakeSession(2));
            var two = new Subscription(new FakeSession(3));
            table.Join(Bytes($"stay[{i}x]*"), one);
            table.Join(Bytes($"st{i}*"), two);
            table.Leave(one);
            table.Leave(two);
        }
        Volatile.Write(ref done, true);
        publisher.Join();
        Assert.Equal(1, table.Count);
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
