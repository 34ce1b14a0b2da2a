using System.Text;
using CacheStorm.Host.Commands;
using CsCheck;

namespace CacheStorm.UnitTests.Commands;

public sealed class KeyLayoutTests
{
    private static readonly CommandRegistry Registry = Make();

    private static readonly CommandEntry[] WithKeys = [.. Registry.Current.All.Where(e => e.Keys.HasKeys)];

    private static readonly string[] Words =
        ["a", "0", "1", "2", "-1", "-9223372036854775808", "9223372036854775807", "KEYS", "STREAMS", ""];

    private static CommandRegistry Make()
    {
        var commands = new List<CommandInfo>();
        CommandInfoFactory.Read(typeof(SampleCommands), new SampleCommands(), "sample", commands);
        var registry = new CommandRegistry();
        registry.Register("sample", commands);
        return registry;
    }

    private static string Keys(string request, out bool valid)
    {
        ArgumentList arguments = ArgumentList.Of(Array.ConvertAll(request.Split(' '), Encoding.UTF8.GetBytes));
        Assert.Equal(CommandResolution.Found, Registry.Current.Resolve(arguments, out CommandEntry? entry));
        var keys = new KeyIndexBuffer();
        valid = entry!.Keys.CollectKeys(arguments, ref keys);
        return string.Join(',', keys.Items.ToArray());
    }

    [Theory]
    [InlineData("GET k", "1")]
    [InlineData("MSET a 1 b 2", "1,3")]
    [InlineData("MSET a 1 b", "1,3")]
    [InlineData("DEL a b c", "1,2,3")]
    [InlineData("RENAME a b", "1,2")]
    [InlineData("EVAL s 2 a b c", "3,4")]
    [InlineData("EVAL s 0 a", "")]
    [InlineData("EVAL s -5 a", "")]
    [InlineData("XREAD COUNT 1 streams a b 0 0", "4,5")]
    [InlineData("XREAD COUNT 1 nothing a", "")]
    [InlineData("MIGRATE h 1 k 0 9", "3")]
    [InlineData("MIGRATE h 1 x 0 9 KEYS a b", "3,7,8")]
    [InlineData("ZUNIONSTORE d 2 a b WEIGHTS 1 2", "1,3,4")]
    [InlineData("SORT k STORE d", "1")]
    [InlineData("SPUBLISH c m", "")]
    [InlineData("OBJECT FREQ k", "2")]
    public void Keys_stand_where_Redis_sees_them(string request, string keys)
    {
        Assert.Equal(keys, Keys(request, out bool valid));
        Assert.True(valid);
    }

    [Theory]
    [InlineData("EVAL s 3 a b", "")]
    [InlineData("EVAL s 9223372036854775807 a b", "")]
    [InlineData("EVAL s x a b", "")]
    [InlineData("EVAL s", "")]
    [InlineData("ZUNIONSTORE d 1000000000 a", "1")]
    [InlineData("GET", "")]
    public void Arguments_that_do_not_fit_give_no_keys(string request, string keys)
    {
        Assert.Equal(keys, Keys(request, out bool valid));
        Assert.False(valid);
    }

    [Fact]
    public void Whatever_comes_keys_are_arguments_of_the_request() =>
        Gen.Select(Gen.Int[0, WithKeys.Length - 1], Gen.Int[0, Words.Length - 1].Array[0, 12]).Sample((number, picks) =>
        {
            CommandEntry entry = WithKeys[number];
            string[] words = Array.ConvertAll(picks, p => Words[p]);
            string[] name = entry.Info.Name.Split('|');
            ArgumentList request = ArgumentList.Of(Array.ConvertAll([.. name, .. words], Encoding.UTF8.GetBytes));
            var keys = new KeyIndexBuffer();
            entry.Keys.CollectKeys(request, ref keys);
            Assert.True(keys.Count <= request.Count * entry.Keys.Patterns.Length);
            foreach (int index in keys.Items)
                Assert.InRange(index, 1, request.Count - 1);
        }, iter: 3000);

    [Fact]
    public void The_table_tells_keys_with_what_is_done_to_them()
    {
        ArgumentList request = ArgumentList.Of("RENAME"u8, "a"u8, "b"u8);
        var keys = new List<KeyArgument>();
        Assert.True(Registry.TryResolve(request, out CommandInfo? command));
        Assert.True(Registry.TryGetKeys(command, request, keys));

        Assert.Equal([(1, true), (2, false)], keys.Select(k => (k.Index, (k.Access & KeyAccess.ReadWrite) != 0)));
    }
}
