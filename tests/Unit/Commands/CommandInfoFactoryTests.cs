using CacheStorm.Host.Commands;

namespace CacheStorm.UnitTests.Commands;

public sealed class CommandInfoFactoryTests
{
    private static readonly Dictionary<string, CommandInfo> Infos = Read<SampleCommands>().ToDictionary(i => i.Name);

    private static List<CommandInfo> Read<T>() where T : new()
    {
        var commands = new List<CommandInfo>();
        CommandInfoFactory.Read(typeof(T), new T(), "sample", commands);
        return commands;
    }

    // What redis-server 7.0 answers to COMMAND INFO.
    [Theory]
    [InlineData("GET", 1, 1, 1, false)]
    [InlineData("MSET", 1, -1, 2, false)]
    [InlineData("DEL", 1, -1, 1, false)]
    [InlineData("RENAME", 1, 2, 1, false)]
    [InlineData("EVAL", 0, 0, 0, true)]
    [InlineData("XREAD", 0, 0, 0, true)]
    [InlineData("MIGRATE", 3, 3, 1, true)]
    [InlineData("ZUNIONSTORE", 1, 1, 1, true)]
    [InlineData("SORT", 1, 1, 1, true)]
    [InlineData("OBJECT|FREQ", 2, 2, 1, false)]
    [InlineData("FLUSHALL", 0, 0, 0, false)]
    public void Key_positions_are_those_of_Redis(string name, int first, int last, int step, bool movable)
    {
        CommandInfo info = Infos[name];

        Assert.Equal((first, last, step, movable), (info.FirstKey, info.LastKey, info.KeyStep, info.Has(CommandFlags.MovableKeys)));
    }

    [Theory]
    [InlineData("GET", AclCategory.Read | AclCategory.String | AclCategory.Fast)]
    [InlineData("DEL", AclCategory.Keyspace | AclCategory.Write | AclCategory.Slow)]
    [InlineData("EVAL", AclCategory.Slow | AclCategory.Scripting)]
    [InlineData("XREAD", AclCategory.Read | AclCategory.Stream | AclCategory.Slow | AclCategory.Blocking)]
    [InlineData("SORT", AclCategory.Write | AclCategory.Set | AclCategory.SortedSet | AclCategory.List | AclCategory.Slow | AclCategory.Dangerous)]
    [InlineData("WAIT", AclCategory.Slow | AclCategory.Connection)]
    [InlineData("SPUBLISH", AclCategory.PubSub | AclCategory.Fast)]
    [InlineData("CONFIG|GET", AclCategory.Admin | AclCategory.Slow | AclCategory.Dangerous)]
    [InlineData("CONFIG", AclCategory.Slow)]
    [InlineData("AUTH", AclCategory.Fast | AclCategory.Connection)]
    public void Categories_are_those_of_Redis(string name, AclCategory categories) => Assert.Equal(categories, Infos[name].Categories);

    [Fact]
    public void A_method_may_carry_several_commands_and_each_its_own_lines()
    {
        Assert.Equal([("9.9.9", "hello only")], Infos["HELLO"].History);
        Assert.Empty(Infos["AUTH"].History);
        Assert.Equal(["1.0.2", "1.0.3"], Infos["MSET"].History.Select(h => h.Version));
        Assert.Equal(["request_policy:multi_shard", "response_policy:all_succeeded"], Infos["MSET"].Tips);
        Assert.Equal([1, 2], Infos["RENAME"].KeySpecs.Select(s => s.Index));
    }

    [Fact]
    public void What_makes_no_sense_is_refused_with_the_methods_name()
    {
        Check<LowerCase>("LowerCase.Run: \"get\" is no command name");
        Check<NoArity>("NoArity.Run: GET has no Arity");
        Check<Deep>("Deep.Run: \"A|B|C\" is no command name");
        Check<ShortSubcommand>("ShortSubcommand.Run: A|B has Arity = 1");
        Check<KeyBehindTheEnd>("begins at 2, but the last argument is 1");
        Check<TwoKinds>("exactly one of ReadOnly, ReadWrite, Overwrite and Remove");
        Check<WrongSignature>("WrongSignature.Run: a command's method takes one CommandContext and returns nothing");
        Check<KeyInName>("begins at 1; the first argument is 2");
        Check<NobodyDeclares>("says that its keys are declared, but its class does not implement IKeyDeclarer");
    }

    private static void Check<T>(string message) where T : new() =>
        Assert.Contains(message, Assert.Throws<CommandDeclarationException>(Read<T>).Message);

    private sealed class LowerCase { [Command("get", Arity = 2)] public void Run(CommandContext context) { } }
    private sealed class NoArity { [Command("GET")] public void Run(CommandContext context) { } }
    private sealed class Deep { [Command("A|B|C", Arity = 3)] public void Run(CommandContext context) { } }
    private sealed class ShortSubcommand { [Command("A|B", Arity = 1)] public void Run(CommandContext context) { } }
    private sealed class NobodyDeclares { [Command("A", Arity = 1, Locking = CommandLocking.Declared)] public void Run(CommandContext context) { } }
    private sealed class WrongSignature { [Command("A", Arity = 1)] public int Run(CommandContext context) => 0; }

    private sealed class KeyBehindTheEnd
    {
        [Command("A", Arity = 2)]
        [KeySpec(2, KeyAccess.ReadOnly)]
        public void Run(CommandContext context) { }
    }

    private sealed class TwoKinds
    {
        [Command("A", Arity = 2)]
        [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Remove)]
        public void Run(CommandContext context) { }
    }

    private sealed class KeyInName
    {
        [Command("A|B", Arity = 3)]
        [KeySpec(1, KeyAccess.ReadOnly)]
        public void Run(CommandContext context) { }
    }
}
