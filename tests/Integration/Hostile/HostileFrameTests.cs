using System.Net.Sockets;
using System.Text;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Hostile;

/// <summary>
/// What strangers send to an open port: each time a clear error or a closed connection, the process lives,
/// other clients go on, and memory doesn't grow ahead of the bytes that really came.
/// </summary>
public sealed class HostileFrameTests(OurServer server) : IClassFixture<OurServer>
{
    private const long Megabyte = 1024 * 1024;

    public static TheoryData<string, string> BadFrames() => new()
    {
        { "*1\r\n$-5\r\n", "-ERR Protocol error: invalid bulk length\r\n" },
        { "*1\r\n$999999999999\r\n", "-ERR Protocol error: invalid bulk length\r\n" },
        { "*1\r\n$abc\r\n", "-ERR Protocol error: invalid bulk length\r\n" },
        { "*abc\r\n", "-ERR Protocol error: invalid multibulk length\r\n" },
        { "*2147483648\r\n", "-ERR Protocol error: invalid multibulk length\r\n" },
        { "*1\r\nPING\r\n", "-ERR Protocol error: expected '$', got 'P'\r\n" },
        { "ECHO \"open\r\n", "-ERR Protocol error: unbalanced quotes in request\r\n" },
    };

    [SkippableTheory]
    [MemberData(nameof(BadFrames))]
    public void A_bad_frame_gets_its_error_and_the_connection_closes(string frame, string error)
    {
        using RespConnection connection = server.Process.Connect();
        connection.Send(frame);
        Assert.Equal(error, Encoding.Latin1.GetString(connection.ReadReply()));
        Assert.True(connection.IsClosedByServer());
        AssertServes();
    }

    [SkippableFact]
    public void Negative_counts_are_empty_requests()
    {
        using RespConnection connection = server.Process.Connect();
        connection.Send("*-7\r\n*-1\r\n*0\r\nPING\r\n");
        Assert.Equal("+PONG\r\n", Encoding.Latin1.GetString(connection.ReadReply()));
    }

    [SkippableFact]
    public void Huge_counts_reserve_nothing()
    {
        AssertMemoryStaysFlat(40 * Megabyte, () =>
        {
            List<RespConnection> connections = [];
            for (int i = 0; i < 100; i++)
            {
                RespConnection connection = server.Process.Connect();
                connection.Send("*2147483647\r\n$3\r\nSET\r\n");
                connections.Add(connection);
            }
            AssertServes();
            return connections;
        });
    }

    [SkippableFact]
    public void A_gigabyte_that_is_declared_and_never_sent_reserves_nothing()
    {
        AssertMemoryStaysFlat(60 * Megabyte, () =>
        {
            List<RespConnection> connections = [];
            for (int i = 0; i < 50; i++)
            {
                RespConnection connection = server.Process.Connect();
                connection.Send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$536870912\r\nabc");
                connections.Add(connection);
            }
            AssertServes();
            return connections;
        });
    }

    [SkippableFact]
    public void Half_frames_wait_without_hurting_anyone()
    {
        byte[] frame = Encoding.Latin1.GetBytes("*3\r\n$3\r\nSET\r\n$4\r\nhalf\r\n$5\r\nvalue\r\n");
        List<RespConnection> connections = [];
        for (int length = 1; length < frame.Length; length++)
        {
            RespConnection connection = server.Process.Connect();
            connection.Send(frame.AsSpan(0, length));
            connections.Add(connection);
        }
        AssertServes();
        for (int i = 0; i < connections.Count; i++)
        {
            connections[i].Send(frame.AsSpan(i + 1));
            Assert.Equal("+OK\r\n", Encoding.Latin1.GetString(connections[i].ReadReply()));
            connections[i].Dispose();
        }
    }

    [SkippableFact]
    public void A_frame_may_come_byte_by_byte()
    {
        using RespConnection connection = server.Process.Connect();
        foreach (byte b in "*2\r\n$4\r\nECHO\r\n$5\r\nhello\r\nECHO inline\r\n"u8.ToArray())
            connection.Send([b]);
        Assert.Equal("$5\r\nhello\r\n", Encoding.Latin1.GetString(connection.ReadReply()));
        Assert.Equal("$6\r\ninline\r\n", Encoding.Latin1.GetString(connection.ReadReply()));
    }

    [SkippableFact]
    public void Endless_inline_text_is_cut_off()
    {
        using RespConnection connection = server.Process.Connect();
        AssertCutOff(connection, new string('a', 200_000));
        AssertServes();
    }

    [SkippableFact]
    public void An_endless_count_is_cut_off()
    {
        using RespConnection connection = server.Process.Connect();
        AssertCutOff(connection, "*" + new string('1', 200_000));
        AssertServes();
    }

    [SkippableFact]
    public void Null_bytes_are_no_command()
    {
        using RespConnection connection = server.Process.Connect();
        connection.Send(new byte[1000]);
        connection.Send("\r\n");
        connection.FinishSending();
        connection.ReadToSilence(TimeSpan.FromSeconds(2));
        AssertServes();
    }

    [SkippableFact]
    public void A_client_that_leaves_in_the_middle_of_its_reply_is_forgotten()
    {
        using RespConnection writer = server.Process.Connect();
        writer.Call("SET", "large", new string('x', 200_000));
        for (int i = 0; i < 30; i++)
        {
            using RespConnection connection = server.Process.Connect();
            connection.Send(string.Concat(Enumerable.Repeat("GET large\r\n", 20)));
        }
        AssertServes();
        Eventually.True(() => ConnectedClients() <= 2, "the connections are gone");
    }

    [SkippableFact]
    public void Two_thousand_idle_connections_are_cheap_and_all_answer()
    {
        AssertMemoryStaysFlat(150 * Megabyte, () =>
        {
            List<RespConnection> connections = [];
            for (int i = 0; i < 2000; i++)
                connections.Add(server.Process.Connect());
            foreach (RespConnection connection in connections)
                Assert.Equal("+PONG\r\n", Encoding.Latin1.GetString(connection.Call("PING")));
            return connections;
        });
        Eventually.True(() => ConnectedClients() <= 2, "the connections are gone");
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    [InlineData(4000)]
    public void Garbage_never_brings_the_server_down(int seed)
    {
        var random = new Random(seed);
        string[] pieces = ["*", "$", "\r\n", "\n", "1", "3", "-1", "SET", "GET", "\0", " ", "\"", "'", "99999999999", ":", "+", "PING"];
        AssertMemoryStaysFlat(60 * Megabyte, () =>
        {
            for (int i = 0; i < 300; i++)
                SendGarbage(random, pieces);
            AssertServes();
            return [];
        });
    }

    private void SendGarbage(Random random, string[] pieces)
    {
        var garbage = new StringBuilder();
        int length = random.Next(1, 200);
        for (int i = 0; i < length; i++)
            garbage.Append(random.Next(4) == 0 ? ((char)random.Next(256)).ToString() : pieces[random.Next(pieces.Length)]);
        try
        {
            using RespConnection connection = server.Process.Connect();
            connection.Send(garbage.ToString());
        }
        catch (IOException)
        {
            // The server had enough of it: that is a good answer.
        }
    }

    /// <summary>Sends until the server ends the connection, and sees that it says why.</summary>
    private static void AssertCutOff(RespConnection connection, string endless)
    {
        try
        {
            connection.Send(endless);
        }
        catch (IOException error) when (error.InnerException is SocketException)
        {
            return;
        }
        byte[] said = connection.ReadToSilence(TimeSpan.FromSeconds(3));
        Assert.StartsWith("-ERR Protocol error: too big", Encoding.Latin1.GetString(said));
        Assert.True(connection.IsClosedByServer());
    }

    private void AssertServes()
    {
        Assert.False(server.Process.HasExited, server.Process.Said);
        using RespConnection connection = server.Process.Connect();
        Assert.Equal("+PONG\r\n", Encoding.Latin1.GetString(connection.Call("PING")));
    }

    private void AssertMemoryStaysFlat(long allowance, Func<List<RespConnection>> attack)
    {
        AssertServes();
        long before = server.Process.ResidentBytes();
        List<RespConnection> connections = attack();
        long after = server.Process.ResidentBytes();
        connections.ForEach(connection => connection.Dispose());
        AssertServes();
        Assert.True(after - before < allowance,
            $"memory grew by {(after - before) / Megabyte} MB, {allowance / Megabyte} MB are allowed");
    }

    private int ConnectedClients()
    {
        using RespConnection connection = server.Process.Connect();
        string clients = connection.Ask("INFO", "clients").Text!;
        string line = clients.Split("\r\n").First(text => text.StartsWith("connected_clients:", StringComparison.Ordinal));
        return int.Parse(line["connected_clients:".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
