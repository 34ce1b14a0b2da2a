using System.Net;
using CacheStorm.Host.Network;

namespace CacheStorm.UnitTests.Network;

public sealed class ListenerTests
{
    [Fact]
    public void An_address_that_is_taken_is_named()
    {
        using Listener first = Listener.BindAll(["127.0.0.1"], -1, 16, isTls: false)[0];
        var failure = Assert.Throws<ListenException>(
            () => Listener.BindAll(["127.0.0.1"], first.Port, 16, isTls: false));
        Assert.Contains($"127.0.0.1:{first.Port}", failure.Message);
    }

    [Fact]
    public void An_address_of_another_machine_is_an_error_unless_it_is_optional()
    {
        var failure = Assert.Throws<ListenException>(() => Listener.BindAll(["192.0.2.1"], -1, 16, isTls: false));
        Assert.Contains("192.0.2.1", failure.Message);
        List<Listener> found = Listener.BindAll(["127.0.0.1", "-192.0.2.1"], -1, 16, isTls: false);
        Assert.Single(found);
        found[0].Dispose();
    }

    [Fact]
    public void A_file_that_is_no_socket_is_left_alone()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "precious");
        Assert.Throws<ListenException>(() => Listener.BindUnix(path, null, 16));
        Assert.Equal("precious", File.ReadAllText(path));
        File.Delete(path);
    }

    [Theory]
    [InlineData("127.0.0.1", 5000, "127.0.0.1:5000", true)]
    [InlineData("::1", 5000, "[::1]:5000", true)]
    [InlineData("10.1.2.3", 1, "10.1.2.3:1", false)]
    public void Addresses_are_printed_as_Redis_does(string address, int port, string text, bool local)
    {
        var endPoint = new IPEndPoint(IPAddress.Parse(address), port);
        Assert.Equal(text, EndPointText.From(endPoint, out bool isLocal));
        Assert.Equal(local, isLocal);

        SocketAddress raw = endPoint.Serialize();
        if (OperatingSystem.IsLinux())
            Assert.Equal(text, EndPointText.From(raw.Buffer.Span[..raw.Size], out _));
    }
}
