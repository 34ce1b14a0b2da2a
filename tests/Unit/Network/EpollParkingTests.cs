using System.Net.Sockets;
using CacheStorm.Host.Network;

namespace CacheStorm.UnitTests.Network;

public sealed class EpollParkingTests
{
    [Fact]
    public async Task A_parked_client_that_has_sent_far_ahead_is_missed_too()
    {
        await using var server = new TestServer(portable: false);
        Socket client = await server.ConnectAsync();
        await client.SayAsync("PARK\r\n");
        EchoSession session = await server.SessionAsync();
        await client.SayAllAsync(new byte[Connection.ReadAhead + 20_000]);
        while (session.Connection.InputBytes < Connection.ReadAhead)
            await Task.Delay(1);
        await Task.Delay(20);
        client.Dispose();
        Assert.Equal(CloseReason.Disconnected, await session.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10)));
    }
}
