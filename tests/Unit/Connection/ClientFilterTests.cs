using CacheStorm.Plugins.Connection.Clients;

namespace CacheStorm.UnitTests.Connections;

/// <summary>CLIENT KILL: whom it means, and what it refuses.</summary>
public sealed class ClientFilterTests
{
    private readonly FakeSession _caller = new(1) { Remote = "127.0.0.1:1" };
    private readonly FakeSession _subscriber = new(2) { Remote = "127.0.0.1:2", Subscriptions = 1 };
    private readonly FakeSession _replica = new(3) { Remote = "127.0.0.1:3", Kind = ClientKind.Replica };
    private readonly FakeSession _ann = new(4)
    {
        Remote = "127.0.0.1:4", Local = "10.0.0.1:6380", User = "ann", Numbers = new() { AgeSeconds = 60, Events = "r" },
    };

    [Theory]
    [InlineData("CLIENT KILL ID 4", "4")]
    [InlineData("CLIENT KILL id 1", "")]
    [InlineData("CLIENT KILL ID 1 SKIPME no", "1")]
    [InlineData("CLIENT KILL TYPE normal", "4")]
    [InlineData("CLIENT KILL TYPE normal SKIPME NO", "1,4")]
    [InlineData("CLIENT KILL TYPE pubsub", "2")]
    [InlineData("CLIENT KILL TYPE slave", "3")]
    [InlineData("CLIENT KILL TYPE replica", "3")]
    [InlineData("CLIENT KILL TYPE master", "")]
    [InlineData("CLIENT KILL USER ann", "4")]
    [InlineData("CLIENT KILL USER default", "2,3")]
    [InlineData("CLIENT KILL ADDR 127.0.0.1:2", "2")]
    [InlineData("CLIENT KILL LADDR 10.0.0.1:6380", "4")]
    [InlineData("CLIENT KILL MAXAGE 60", "4")]
    [InlineData("CLIENT KILL MAXAGE 61", "")]
    [InlineData("CLIENT KILL SKIPME yes", "2,3,4")]
    [InlineData("CLIENT KILL TYPE normal ADDR 127.0.0.1:2", "")]
    [InlineData("CLIENT KILL TYPE pubsub TYPE replica", "3")]
    public void All_conditions_hold_for_those_that_are_meant(string request, string expected)
    {
        CommandContext context = Kill(request);

        Assert.Equal(expected, Closed());
        int count = expected.Length == 0 ? 0 : expected.Split(',').Length;
        Assert.Equal($":{count}\r\n", FakeCalls.ReplyOf(context));
    }

    [Theory]
    [InlineData("CLIENT KILL ID 0", "ERR client-id should be greater than 0")]
    [InlineData("CLIENT KILL ID x", "ERR client-id should be greater than 0")]
    [InlineData("CLIENT KILL TYPE x", "ERR Unknown client type 'x'")]
    [InlineData("CLIENT KILL USER bob", "ERR No such user 'bob'")]
    [InlineData("CLIENT KILL SKIPME maybe", "ERR syntax error")]
    [InlineData("CLIENT KILL MAXAGE x", "ERR maxage is not an integer or out of range")]
    [InlineData("CLIENT KILL MAXAGE 0", "ERR maxage should be greater than 0")]
    [InlineData("CLIENT KILL ID 4 ADDR", "ERR syntax error")]
    [InlineData("CLIENT KILL FOO bar", "ERR syntax error")]
    public void Nobody_is_closed_when_a_condition_is_wrong(string request, string error)
    {
        CommandContext context = Kill(request);

        Assert.Equal($"-{error}\r\n", FakeCalls.ReplyOf(context));
        Assert.Equal("", Closed());
    }

    [Fact]
    public void The_old_form_takes_an_address_even_ones_own()
    {
        Assert.Equal("+OK\r\n", FakeCalls.ReplyOf(Kill("CLIENT KILL 127.0.0.1:1")));
        Assert.True(_caller.ClosedAfterReplies);
        Assert.Equal("1", Closed());
    }

    [Fact]
    public void The_old_form_says_when_there_is_no_such_client() =>
        Assert.Equal("-ERR No such client\r\n", FakeCalls.ReplyOf(Kill("CLIENT KILL 127.0.0.1:9")));

    [Fact]
    public void Others_are_closed_at_once()
    {
        Kill("CLIENT KILL ID 2");

        Assert.False(_subscriber.ClosedAfterReplies);
    }

    private FakeSession[] Sessions => [_caller, _subscriber, _replica, _ann];

    private CommandContext Kill(string request)
    {
        CommandContext context = FakeCalls.Context(_caller, request);
        new ClientKillCommand(new FakeClients(Sessions)).Kill(context);
        return context;
    }

    private string Closed() =>
        string.Join(',', Sessions.Where(session => session.ClosedAfterReplies is not null).Select(session => session.Id));
}
