using System.Text;
using CacheStorm.Host.Commands;
using CsCheck;

namespace CacheStorm.UnitTests.Commands;

public sealed class CommandTableTests
{
    private const string Alphabet = "ABCXYZabcxyz019._-@[`{~^";

    private static CommandInfo Info(string name, string plugin = "p", CommandHandler? handler = null) =>
        new(name, plugin, handler ?? (_ => { })) { Arity = -1 };

    private static ArgumentList Request(params string[] words) => ArgumentList.Of(Array.ConvertAll(words, Encoding.UTF8.GetBytes));

    [Fact]
    public void Every_name_is_found_in_any_case_and_no_other_is() =>
        Gen.String[Gen.Char[Alphabet], 1, 24].HashSet[1, 60].Sample(names =>
        {
            string[] own = [.. names.Select(n => n.ToUpperInvariant()).Distinct()];
            var table = new CommandNameTable([.. own.Select(n => KeyValuePair.Create(n, new CommandEntry(Info(n))))]);
            foreach (string name in names)
            {
                Assert.True(table.TryFind(Encoding.ASCII.GetBytes(name), out CommandEntry? entry));
                Assert.Equal(name.ToUpperInvariant(), entry.Info.Name);
                byte[] other = Encoding.ASCII.GetBytes(name);
                other[name.Length / 2] ^= 0x21;
                Assert.Equal(own.Contains(Encoding.ASCII.GetString(other).ToUpperInvariant()), table.TryFind(other, out _));
                string longer = name.ToUpperInvariant() + "A";
                Assert.Equal(own.Contains(longer), table.TryFind(Encoding.ASCII.GetBytes(longer), out _));
            }

            Assert.False(table.TryFind([], out _));
            Assert.False(table.TryFind(new byte[100], out _));
        }, iter: 500);

    [Fact]
    public void Subcommands_resolve_and_what_is_unknown_says_so()
    {
        var registry = new CommandRegistry();
        registry.Register("a", [Info("CLIENT|ID", "a"), Info("GET", "a")]);
        registry.Register("b", [Info("CLIENT|KILL", "b")]);
        CommandTable table = registry.Current;

        Assert.Equal(CommandResolution.Found, table.Resolve(Request("client", "kill"), out CommandEntry? entry));
        Assert.Equal("CLIENT|KILL", entry!.Info.Name);
        Assert.Equal(CommandResolution.UnknownSubcommand, table.Resolve(Request("client", "nothing"), out entry));
        Assert.Equal("CLIENT", entry!.Info.Name);
        Assert.Equal(CommandResolution.Found, table.Resolve(Request("CLIENT"), out entry));
        Assert.False(entry!.AcceptsCount(1));
        Assert.Equal(CommandResolution.UnknownCommand, table.Resolve(Request("nothing"), out entry));
        Assert.Null(entry);
        Assert.True(registry.TryFind("client|ID"u8, out CommandInfo? info));
        Assert.Equal("a", info.PluginId);
        Assert.Equal(["CLIENT|ID", "CLIENT|KILL"], registry.Commands.Single(c => c.Name == "CLIENT").Subcommands.Select(c => c.Name));
    }

    [Fact]
    public void A_container_that_does_something_alone_has_a_handler_of_its_own()
    {
        var registry = new CommandRegistry();
        var container = new CommandInfo("COMMAND", "a", handler: null) { Arity = -2 };
        registry.Register("a", [container, Info("COMMAND|COUNT", "a"), Info("COMMAND", "a")]);

        Assert.Equal(CommandResolution.Found, registry.Current.Resolve(Request("COMMAND"), out CommandEntry? entry));
        Assert.True(entry!.AcceptsCount(1));
        Assert.False(entry.Info.IsContainer);
        Assert.NotNull(entry.Subcommands);
    }

    [Fact]
    public void A_taken_name_is_refused_and_nothing_of_that_plugin_comes_in()
    {
        var registry = new CommandRegistry();
        registry.Register("a", [Info("GET", "a")]);

        var e = Assert.Throws<CommandDeclarationException>(() => registry.Register("b", [Info("SET", "b"), Info("GET", "b")]));
        Assert.Equal("command GET of plugin b is taken by plugin a; disable one of them in plugins.json", e.Message);
        Assert.False(registry.TryFind("SET"u8, out _));
        Assert.Throws<CommandDeclarationException>(() => registry.Register("c", [Info("X", "c"), Info("X", "c")]));
    }

    [Fact]
    public void Ordinals_and_host_data_stay_while_plugins_come_and_go()
    {
        var registry = new CommandRegistry();
        registry.Preparing = table =>
        {
            foreach (CommandEntry entry in table.All)
                entry.HostData ??= new object();
        };
        registry.Register("a", [Info("GET", "a"), Info("C|A", "a")]);
        Assert.True(registry.Current.TryFind("GET"u8, out CommandEntry? get));
        Assert.True(registry.Current.TryFind("C"u8, out CommandEntry? container));
        object? data = container.HostData;

        registry.Register("b", [Info("C|B", "b"), Info("SET", "b")]);
        Assert.True(registry.Current.TryFind("GET"u8, out CommandEntry? same));
        Assert.Same(get, same);
        Assert.True(registry.Current.TryFind("C"u8, out CommandEntry? bigger));
        Assert.Equal(container.Ordinal, bigger.Ordinal);
        Assert.Same(data, bigger.HostData);
        Assert.Equal(5, registry.Current.All.Length);
        Assert.Equal(5, registry.Current.OrdinalLimit);

        registry.RegisterOrReplace("a", [Info("GET", "a")]);
        Assert.True(registry.Current.TryFind("GET"u8, out CommandEntry? replaced));
        Assert.NotSame(get, replaced);
        Assert.Equal(get.Ordinal, replaced.Ordinal);
        Assert.False(registry.TryFind("C|A"u8, out _));
        registry.Remove("b");
        Assert.False(registry.TryFind("C"u8, out _));
        Assert.Single(registry.Commands);
    }
}
