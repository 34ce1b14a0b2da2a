using System.Buffers;
using System.Text;
using CacheStorm.Plugins.Connection.Clients;

namespace CacheStorm.UnitTests.Connections;

/// <summary>A line of CLIENT LIST: fields, order, flags.</summary>
public sealed class ClientLineTests
{
    [Fact]
    public void All_fields_stand_in_redis_order()
    {
        var session = new FakeSession(7)
        {
            Name = "web",
            LibraryName = "lib",
            LibraryVersion = "1.2",
            Namespace = 3,
            Subscriptions = 1,
            PatternSubscriptions = 2,
            ShardSubscriptions = 3,
            QueuedCommands = 4,
            QueuedBytes = 5,
            Protocol = 3,
            Last = new CommandInfo("CLIENT|LIST", "connection", static _ => { }),
            Numbers = new ClientStatistics
            {
                AgeSeconds = 11, IdleSeconds = 12, InputBytes = 13, InputFree = 14, ArgumentBytes = 15,
                OutputCapacity = 16, OutputBytes = 20000, OutputQueued = 18, TotalMemory = 19, FileDescriptor = 9, Events = "rw",
            },
        };

        Assert.Equal(
            "id=7 addr=127.0.0.1:50000 laddr=127.0.0.1:6380 fd=9 name=web age=11 idle=12 flags=Px db=3 sub=1 psub=2 ssub=3 " +
            "multi=4 qbuf=13 qbuf-free=14 argv-mem=15 multi-mem=5 rbs=16 rbp=16 obl=16384 oll=18 omem=3616 tot-mem=19 " +
            "events=rw cmd=client|list user=default redir=-1 resp=3 lib-name=lib lib-ver=1.2\n",
            Line(session));
    }

    [Fact]
    public void A_client_without_anything_special_is_normal() => Assert.Equal("N", Flags(new FakeSession(1)));

    [Fact]
    public void A_client_that_has_run_nothing_shows_no_command() => Assert.Contains(" cmd=NULL ", Line(new FakeSession(1)));

    [Fact]
    public void Flags_stand_in_redis_order_whoever_set_them_first()
    {
        var session = new FakeSession(1) { NoTouch = true, NoEvict = true, Parked = true };
        session.SetFlag('B', true);
        session.SetFlag('t', true);

        Assert.Equal("btBeT", Flags(session));
    }

    [Theory]
    [InlineData(ClientKind.Monitor, "O")]
    [InlineData(ClientKind.Replica, "S")]
    [InlineData(ClientKind.Master, "M")]
    [InlineData(ClientKind.PubSub, "P")]
    public void A_kind_has_its_letter(ClientKind kind, string flags) =>
        Assert.Equal(flags, Flags(new FakeSession(1) { Kind = kind }));

    [Fact]
    public void A_long_name_does_not_break_the_line()
    {
        string name = new('n', 5000);

        string line = Line(new FakeSession(1) { Name = name });

        Assert.Contains($" name={name} age=", line);
        Assert.EndsWith("\n", line);
    }

    private static string Line(ClientSession session)
    {
        var text = new ArrayBufferWriter<byte>();
        ClientLine.Append(text, session);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static string Flags(ClientSession session)
    {
        string line = Line(session);
        int start = line.IndexOf(" flags=", StringComparison.Ordinal) + 7;
        return line[start..line.IndexOf(' ', start)];
    }
}
