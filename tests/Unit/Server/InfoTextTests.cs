using CacheStorm.Plugins.Server;

namespace CacheStorm.UnitTests.Server;

public sealed class InfoTextTests
{
    private static readonly Section[] s_sections =
    [
        new("Clients", 200, "connected_clients"),
        new("Server", 100, "run_id"),
        new("Commandstats", InfoOrder.CommandStats, "cmdstat_get") { IsDefault = false },
        new("Acme", 5000, "acme_hits") { IsDefault = false },
        new("server", 150, "acme_build"),
    ];

    [Fact]
    public void Without_arguments_the_default_sections_come_in_their_order()
        => Assert.Equal("# Server\r\nrun_id:1\r\nacme_build:1\r\n\r\n# Clients\r\nconnected_clients:1\r\n", Text());

    [Fact]
    public void One_section_by_name_in_any_case()
        => Assert.Equal("# Clients\r\nconnected_clients:1\r\n", Text("cLIENTs"));

    [Fact]
    public void Several_names_keep_the_order_of_the_sections_and_come_once()
        => Assert.Equal(Text("server", "clients"), Text("clients", "SERVER", "clients"));

    [Fact]
    public void An_unknown_name_is_empty_and_changes_nothing_beside_others()
    {
        Assert.Equal("", Text("nosuch"));
        Assert.Equal(Text("clients"), Text("nosuch", "clients"));
    }

    [Fact]
    public void All_adds_what_Redis_has_and_everything_adds_what_plugins_keep_back()
    {
        Assert.Equal(["Server", "Clients"], Titles("default"));
        Assert.Equal(["Server", "Clients", "Commandstats"], Titles("all"));
        Assert.Equal(["Server", "Clients", "Commandstats", "Acme"], Titles("everything"));
        Assert.Equal(["Server", "Clients", "Acme"], Titles("default", "acme"));
    }

    [Theory]
    [InlineData("ERR", "ERR")]
    [InlineData("A:B#C", "A_B_C")]
    [InlineData("a\r\nb", "a__b")]
    public void A_name_cannot_break_its_line(string name, string safe) => Assert.Equal(safe, InfoName.Safe(name));

    [Fact]
    public void A_commands_numbers_have_the_form_of_Redis()
    {
        var command = new CommandInfo("GET", "strings", static _ => { });
        Assert.Equal("calls=3,usec=10,usec_per_call=3.33,rejected_calls=1,failed_calls=2",
            CommandStatsSection.Line(new CommandStatistics(command, 3, 10.4, 1, 2)));
        Assert.Equal("calls=0,usec=0,usec_per_call=0.00,rejected_calls=1,failed_calls=0",
            CommandStatsSection.Line(new CommandStatistics(command, 0, 0, 1, 0)));
    }

    [Theory]
    [InlineData(0, "0B")]
    [InlineData(1023, "1023B")]
    [InlineData(1024, "1.00K")]
    [InlineData(1015072, "991.28K")]
    [InlineData(7303168, "6.96M")]
    [InlineData(25276502016, "23.54G")]
    [InlineData(5L << 40, "5.00T")]
    public void Sizes_are_written_for_people(long bytes, string text) => Assert.Equal(text, HumanSize.Of(bytes));

    [Theory]
    [InlineData("1.2.3", 10203)]
    [InlineData("0.1.0-beta.2", 100)]
    [InlineData("", 0)]
    public void A_plugins_version_is_one_number(string text, long number) => Assert.Equal(number, ModuleVersion.Of(text));

    private static string Text(params string[] arguments) => InfoText.Of(s_sections, InfoSelection.Of(arguments));

    private static string[] Titles(params string[] arguments) =>
        [.. Text(arguments).Split("\r\n").Where(line => line.StartsWith("# ", StringComparison.Ordinal)).Select(line => line[2..])];

    private sealed class Section(string name, int order, string field) : IInfoSection
    {
        public string Name => name;
        public int Order => order;
        public bool IsDefault { get; init; } = true;
        public void Write(InfoWriter writer) => writer.Field(field, 1);
    }
}
