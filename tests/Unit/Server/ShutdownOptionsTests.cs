using CacheStorm.Plugins.Server;
using CacheStorm.UnitTests.Connections;

namespace CacheStorm.UnitTests.Server;

public sealed class ShutdownOptionsTests
{
    [Theory]
    [InlineData("SHUTDOWN", true)]
    [InlineData("SHUTDOWN nosave now force", true)]
    [InlineData("SHUTDOWN force save now force", true)]
    [InlineData("SHUTDOWN abort abort", true)]
    [InlineData("SHUTDOWN save nosave", false)]
    [InlineData("SHUTDOWN abort now", false)]
    [InlineData("SHUTDOWN nosave abort", false)]
    [InlineData("SHUTDOWN nosuch", false)]
    public void Words_go_together_or_not(string request, bool valid)
        => Assert.Equal(valid, ShutdownOptions.TryParse(FakeCalls.Context(new FakeSession(1), request).Args, out _));
}
