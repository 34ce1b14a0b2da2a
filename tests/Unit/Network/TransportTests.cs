using System.Net.Sockets;
using System.Text;
using CacheStorm.Host.Network;

namespace CacheStorm.UnitTests.Network;

/// <summary>What both transports promise.</summary>
public abstract class TransportTests(bool portable)
{
    private TestServer Start(Func<NetworkSettings, NetworkSettings>? change = null) => new(portable, change);

    [Fact]
    public async Task A_request_is_answered()
    {
        await using TestServer server = Start();
        using Socket client = await server.ConnectAsync();
        await client.SayAsync("PING\r\n");
        await client.HearAsync("+PONG\r\n");
        EchoSession session = await server.SessionAsync();
        Assert.Equal(client.LocalEndPoint!.ToString(), session.Connection.RemoteEndPoint);
        Assert.Equal($"127.0.0.1:{server.Port}", session.Connection.LocalEndPoint);
        Assert.True(session.Connection.IsLocal);
        Assert.Equal(6, session.Connection.BytesIn);
        client.Dispose();
        Assert.Equal(CloseReason.Disconnected, await session.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10)));
        await server.NobodyLeftAsync();
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        await using TestServer server = Start();
        using Socket client = await server.ConnectAsync();
        var wire = new StringBuilder();
        var expected = new StringBuilder();
        for (int i = 0; i < 20_000; i++)
        {
            string word = new('a', i % 300);
            wire.Append($"*2\r\n$4\r\nECHO\r\n${word.Length}\r\n{word}\r\n");
            expected.Append($"${word.Length}\r\n{word}\r\n");
        }
        Task say = client.SayAllAsync(wire.ToString());
        await client.HearAsync(expected.ToString());
        await say;
    }

    [Fact]
    public async Task Bytes_may_come_one_by_one()
    {
        await using TestServer server = Start();
        using Socket client = await server.ConnectAsync();
        foreach (char letter in "*2\r\n$4\r\nECHO\r\n$5\r\nhello\r\nPING\r\n")
        {
            await client.SayAsync(letter.ToString());
            await Task.Delay(1);
        }
        await client.HearAsync("$5\r\nhello\r\n+PONG\r\n");
    }

    [Fact]
    public async Task A_large_argument_arrives_and_comes_back()
    {
        await using TestServer server = Start();
        using Socket client = await server.ConnectAsync();
        byte[] value = new byte[20 << 20];
        Random.Shared.NextBytes(value);
        Task say = Task.Run(async () =>
        {
            await client.SayAsync($"*2\r\n$4\r\nECHO\r\n${value.Length}\r\n");
            await client.SayAllAsync(value);
            await client.SayAsync("\r\nPING\r\n");
        });
        await client.HearAsync($"${value.Length}\r\n");
        byte[] heard = await client.HearAsync(value.Length);
        Assert.True(value.AsSpan().SequenceEqual(heard));
        await client.HearAsync("\r\n+PONG\r\n");
        await say;
        EchoSession session = await server.SessionAsync();
        while (session.Connection.InputCapacity > 0)
            await Task.Delay(1);
    }

    [Fact]
    public async Task A_slow_reader_gets_everything_and_holds_up_nobody()
    {
        await using TestServer server = Start();
        using Socket slow = await server.ConnectAsync();
        // 60 MB of replies: more than sockets take, so commands must wait for the reader.
        for (int i = 0; i < 60; i++)
            await slow.SayAsync("BIG 1000000\r\n");
        EchoSession session = await server.SessionAsync();
        while (session.Connection.PendingOutputBytes == 0)
            await Task.Delay(1);
        Assert.InRange(session.Connection.PendingOutputBytes, 1, 4 << 20);

        using Socket other = await server.ConnectAsync();
        await other.SayAsync("PING\r\n");
        await other.HearAsync("+PONG\r\n");

        for (int i = 0; i < 60; i++)
        {
            await slow.HearAsync("$1000000\r\n");
            Assert.Equal(1_000_002, (await slow.HearAsync(1_000_002)).Length);
        }
        await slow.SayAsync("PING\r\n");
        await slow.HearAsync("+PONG\r\n");
        Assert.Equal(0, session.Connection.PendingOutputBytes);
    }

    [Fact]
    public async Task Who_says_no_more_still_gets_the_replies()
    {
        await using TestServer server = Start();
        using Socket client = await server.ConnectAsync();
        for (int i = 0; i < 8; i++)
            await client.SayAsync("BIG 1000000\r\n");
        client.Shutdown(SocketShutdown.Send);
        await Task.Delay(50);
        for (int i = 0; i < 8; i++)
        {
            await client.HearAsync("$1000000\r\n");
            Assert.Equal(1_000_002, (await client.HearAsync(1_000_002)).Length);
        }
        await client.HearEndAsync();
        await server.NobodyLeftAsync();
    }

    [Fact]
    public async Task QUIT_closes_after_the_reply_and_runs_nothing_behind_it()
    {
        await using TestServer server = Start();
        using Socket client = await server.ConnectAsync();
        await client.SayAsync("BIG 300000\r\nQUIT\r\nPING\r\n");
        await client.HearAsync("$300000\r\n");
        await client.HearAsync(300_002);
        await client.HearAsync("+OK\r\n");
        await client.HearEndAsync();
        await server.NobodyLeftAsync();
    }

    [Fact]
    public async Task A_protocol_error_is_told_before_the_end()
    {
        await using TestServer server = Start();
        using Socket client = await server.ConnectAsync();
        await client.SayAsync("PING\r\n*1\r\n$-5\r\n");
        await client.HearAsync("+PONG\r\n-ERR Protocol error: invalid bulk length\r\n");
        await client.HearEndAsync();
    }

    [Fact]
    public async Task A_parked_client_runs_nothing_until_it_is_resumed()
    {
        await using TestServer server = Start();
        using Socket client = await server.ConnectAsync();
        await client.SayAsync("PING\r\nPARK\r\nPING\r\n");
        await client.HearAsync("+PONG\r\n");
        await client.SayAsync("ECHO late\r\n");
        await Task.Delay(50);
        Assert.Equal(0, client.Available);

        EchoSession session = await server.SessionAsync();
        session.Connection.Post(static (connection, state) =>
        {
            connection.Output.SimpleString((byte[])state!);
            connection.ResumeReading();
        }, "woken"u8.ToArray());
        await client.HearAsync("+woken\r\n+PONG\r\n$4\r\nlate\r\n");
    }

    [Fact]
    public async Task A_parked_client_that_leaves_is_missed()
    {
        await using TestServer server = Start();
        Socket client = await server.ConnectAsync();
        await client.SayAsync("PARK\r\n");
        EchoSession session = await server.SessionAsync();
        await Task.Delay(20);
        client.Dispose();
        Assert.Equal(CloseReason.Disconnected, await session.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10)));
        await server.NobodyLeftAsync();
        Assert.False(session.Connection.Post(static (_, _) => Assert.Fail("too late")));
    }

    [Fact]
    public async Task A_client_that_is_parked_by_its_last_words_is_missed()
    {
        await using TestServer server = Start();
        using Socket client = await server.ConnectAsync();
        await client.SayAsync("BIG 4000000\r\nPARK\r\n");
        client.Shutdown(SocketShutdown.Send);
        EchoSession session = await server.SessionAsync();
        await Task.Delay(50);
        await client.HearAsync("$4000000\r\n");
        await client.HearAsync(4_000_002);
        Assert.Equal(CloseReason.Disconnected, await session.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10)));
        await server.NobodyLeftAsync();
    }

    [Fact]
    public async Task Closing_at_once_drops_what_is_written_afterwards()
    {
        await using TestServer server = Start();
        using Socket client = await server.ConnectAsync();
        EchoSession session = await server.SessionAsync();
        session.Connection.Post(static (connection, _) =>
        {
            connection.Output.Ok();
            connection.Close();
            connection.Output.Ok();
        });
        await client.HearEndAsync();
        await server.NobodyLeftAsync();
    }

    [Fact]
    public async Task Messages_from_other_threads_keep_their_order_and_stay_between_replies()
    {
        await using TestServer server = Start();
        using Socket client = await server.ConnectAsync();
        await client.SayAsync("PING\r\n");
        await client.HearAsync("+PONG\r\n");
        EchoSession session = await server.SessionAsync();
        const int Each = 3000;
        Task[] senders = Enumerable.Range(0, 3).Select(sender => Task.Run(() =>
        {
            for (int i = 0; i < Each; i++)
                session.Connection.Enqueue(Encoding.ASCII.GetBytes($"+{sender}:{i:D6}\r\n"));
        })).ToArray();
        for (int i = 0; i < Each; i++)
            await client.SayAsync("ECHO 1234567\r\n");

        var next = new int[3];
        int echoes = 0;
        using var reader = new StreamReader(new NetworkStream(client), Encoding.Latin1);
        for (int i = 0; i < 4 * Each; i++)
        {
            string line = (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(10)))!;
            if (line == "$7")
            {
                Assert.Equal("1234567", await reader.ReadLineAsync());
                echoes++;
                continue;
            }
            int sender = line[1] - '0';
            Assert.Equal(next[sender]++, int.Parse(line[3..]));
        }
        Assert.Equal(Each, echoes);
        await Task.WhenAll(senders);
    }

    [Fact]
    public async Task Work_posted_from_many_threads_runs_one_by_one_in_order()
    {
        await using TestServer server = Start();
        using Socket client = await server.ConnectAsync();
        EchoSession session = await server.SessionAsync();
        int inside = 0, ran = 0, clashes = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                session.Connection.Post((connection, _) =>
                {
                    if (Interlocked.Increment(ref inside) != 1)
                        clashes++;
                    ran++;
                    connection.Output.Integer(ran);
                    Interlocked.Decrement(ref inside);
                });
            }
        })));
        await client.HearAsync(string.Concat(Enumerable.Range(1, 4000).Select(i => $":{i}\r\n")));
        Assert.Equal(0, clashes);
    }

    [Fact]
    public async Task A_session_that_throws_costs_its_own_connection_only()
    {
        await using TestServer server = Start();
        using Socket client = await server.ConnectAsync();
        using Socket other = await server.ConnectAsync();
        await client.SayAsync("THROW\r\n");
        await client.HearEndAsync();
        await other.SayAsync("PING\r\n");
        await other.HearAsync("+PONG\r\n");
        Assert.Single(server.Handler.Failures);
    }

    [Fact]
    public async Task One_too_many_is_told_so()
    {
        await using TestServer server = Start(settings => settings with { MaxConnections = 1 });
        using Socket client = await server.ConnectAsync();
        await client.SayAsync("PING\r\n");
        await client.HearAsync("+PONG\r\n");
        using Socket second = await server.ConnectAsync();
        await second.HearAsync("-ERR max number of clients reached\r\n");
        await second.HearEndAsync();
        Assert.Equal(1, server.Network.RejectedCount);
    }

    [Fact]
    public async Task An_idle_client_is_cut_off()
    {
        await using TestServer server = Start(settings => settings with { IdleTimeoutSeconds = 1 });
        using Socket client = await server.ConnectAsync();
        EchoSession session = await server.SessionAsync();
        Assert.Equal(CloseReason.Idle, await session.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10)));
        await client.HearEndAsync();
    }

    [Fact]
    public async Task Who_does_not_read_its_messages_is_cut_off_at_the_hard_limit()
    {
        await using TestServer server = Start();
        server.Network.OutputLimits[OutputClass.PubSub] = new OutputLimit(8 << 20, 0, 0);
        using Socket client = await server.ConnectAsync();
        EchoSession session = await server.SessionAsync();
        session.Class = OutputClass.PubSub;
        byte[] message = Encoding.ASCII.GetBytes("+" + new string('x', 100_000) + "\r\n");
        for (int i = 0; i < 2000 && !session.Closed.Task.IsCompleted; i++)
        {
            session.Connection.Enqueue(message);
            Assert.True(session.Connection.PendingOutputBytes <= 18 << 20);
        }
        Assert.Equal(CloseReason.OutputLimit, await session.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10)));
        await server.NobodyLeftAsync();
    }

    [Fact]
    public async Task Too_much_of_an_unfinished_command_ends_the_connection()
    {
        await using TestServer server = Start();
        server.Network.Limits.QueryBufferLimit = 1 << 20;
        using Socket client = await server.ConnectAsync();
        EchoSession session = await server.SessionAsync();
        await client.SayAsync("*2\r\n$4\r\nECHO\r\n$10000000\r\n");
        try
        {
            await client.SayAllAsync(new byte[3 << 20]);
        }
        catch (SocketException)
        {
            // Cut off in the middle.
        }
        Assert.Equal(CloseReason.QueryBufferLimit, await session.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Draining_sends_what_is_owed_and_frees_the_port()
    {
        TestServer server = Start();
        int port = server.Port;
        using Socket client = await server.ConnectAsync();
        using Socket parked = await server.ConnectAsync();
        await parked.SayAsync("PARK\r\n");
        await client.SayAsync("BIG 3000000\r\n");
        await client.HearAsync("$3000000\r\n");
        Task<bool> drained = server.Network.DrainAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(3_000_002, (await client.HearAsync(3_000_002)).Length);
        await client.HearEndAsync();
        await parked.HearEndAsync();
        Assert.True(await drained);
        await using var next = new TestServer(portable, settings => settings with { Port = port });
        Assert.Equal(port, next.Port);
    }

    [Fact]
    public async Task Unix_sockets_are_served()
    {
        string path = Path.Combine(Path.GetTempPath(), $"cachestorm-{Guid.NewGuid():N}.sock");
        UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (TestServer server = Start(settings => settings with
        {
            Port = 0, UnixSocket = path, UnixSocketPermissions = mode,
        }))
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(mode, File.GetUnixFileMode(path));
            using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await client.ConnectAsync(new UnixDomainSocketEndPoint(path));
            await client.SayAsync("PING\r\n");
            await client.HearAsync("+PONG\r\n");
            EchoSession session = await server.SessionAsync();
            Assert.Equal(path + ":0", session.Connection.RemoteEndPoint);
            Assert.True(session.Connection.IsUnixSocket);
        }
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Thousands_of_idle_clients_are_cheap()
    {
        await using TestServer server = Start();
        const int Count = 2000;
        var clients = new List<Socket>();
        try
        {
            for (int i = 0; i < Count; i++)
                clients.Add(await server.ConnectAsync());
            await server.SessionAsync(Count - 1);
            foreach (Socket client in clients)
                await client.SayAsync("PING\r\n");
            foreach (Socket client in clients)
                await client.HearAsync("+PONG\r\n");
            Assert.Equal(Count, server.Network.ConnectionCount);
            Assert.All(server.Handler.Sessions, session => Assert.Equal(0, session.Connection.InputCapacity));
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
        await server.NobodyLeftAsync();
    }
}

public sealed class EpollTransportTests() : TransportTests(portable: false);

public sealed class PipeTransportTests() : TransportTests(portable: true);
