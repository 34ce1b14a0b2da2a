using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Contract;

/// <summary>Messages from one client's command to another client.</summary>
[Collection(ProbeServerGroup.Name)]
public sealed class PushTests(ProbeServer server)
{
    [Fact]
    public void Messages_arrive_in_order_between_replies_never_inside()
    {
        const int messages = 300;
        using RespConnection receiver = server.Connect();
        receiver.Do("HELLO", "3");
        string id = receiver.Do("CLIENT", "ID");
        receiver.Do("PROBE.PUSH", "push:list", "a", "b", "c", new string('d', 20_000));

        var pushed = new List<string>();
        int replies = 0;
        Words.AtOnce(2, number =>
        {
            if (number == 0)
            {
                using RespConnection sender = server.Connect();
                for (int i = 0; i < messages; i += 2)
                    Assert.Equal("1", sender.Do("PROBE.PUSHTO", id, $"{i}", $"{i + 1}"));
                return;
            }
            while (pushed.Count < messages)
            {
                receiver.Issue("PROBE.RANGE", "push:list");
                RespValue frame;
                while ((frame = receiver.Read()).Type == '>')
                    pushed.Add(frame.Items[1].Text!);
                Assert.Equal('*', frame.Type);
                Assert.Equal(4, frame.Items.Count);
                Assert.DoesNotContain(frame.Items, item => item.Type != '$');
                replies++;
            }
        });

        Assert.Equal(Enumerable.Range(0, messages).Select(i => $"{i}"), pushed);
        Assert.True(replies > 0);
        receiver.Do("DEL", "push:list");
    }

    [Fact]
    public void Idle_and_parked_clients_get_messages_at_once()
    {
        using RespConnection receiver = server.Connect();
        using RespConnection sender = server.Connect();
        receiver.Do("HELLO", "3");
        string id = receiver.Do("CLIENT", "ID");
        sender.Do("PROBE.PUSHTO", id, "idle");
        Assert.Equal(">2\r\n$5\r\nprobe\r\n$4\r\nidle\r\n", System.Text.Encoding.ASCII.GetString(receiver.ReadReply()));

        receiver.Issue("PROBE.POP", "push:parked", "0");
        server.AwaitParked(1);
        sender.Do("PROBE.PUSHTO", id, "parked");
        Assert.Equal("probe parked", receiver.Next());
        sender.Do("PROBE.PUSH", "push:parked", "x");
        Assert.Equal("push:parked x", receiver.Next());
        Assert.Equal("0", sender.Do("PROBE.PUSHTO", "999999999", "nobody"));
    }
}
