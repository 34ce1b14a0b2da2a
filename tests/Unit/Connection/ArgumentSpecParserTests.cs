using System.Reflection;
using CacheStorm.Plugins.Connection;
using CacheStorm.Plugins.Connection.Introspection;

namespace CacheStorm.UnitTests.Connections;

/// <summary>The language in which commands describe their arguments.</summary>
public sealed class ArgumentSpecParserTests
{
    [Fact]
    public void A_value_has_a_name_a_type_and_a_key_specification()
    {
        IReadOnlyList<ArgumentSpec> arguments = ArgumentSpecParser.Parse("key:key#0 value:string");

        Assert.Equal(2, arguments.Count);
        Assert.Equal(("key", "key", 0), (arguments[0].Name, arguments[0].Type, arguments[0].KeySpecIndex));
        Assert.Equal(("value", "string", -1), (arguments[1].Name, arguments[1].Type, arguments[1].KeySpecIndex));
    }

    [Fact]
    public void A_colon_may_stand_in_a_name()
    {
        ArgumentSpec argument = Assert.Single(ArgumentSpecParser.Parse("ip:port:string@ADDR~2.8.12"));

        Assert.Equal(("ip:port", "string", "ADDR", "2.8.12"),
            (argument.Name, argument.Type, argument.Token, argument.DeprecatedSince));
    }

    [Fact]
    public void A_choice_holds_words_and_values()
    {
        ArgumentSpec choice = Assert.Single(ArgumentSpecParser.Parse(
            "expiration=(seconds:integer@EX | unix-time-seconds:unix-time@EXAT^6.2.0 | keepttl!KEEPTTL^6.0.0)?"));

        Assert.Equal("oneof", choice.Type);
        Assert.True(choice.IsOptional);
        Assert.Equal(["seconds", "unix-time-seconds", "keepttl"], choice.Arguments.Select(member => member.Name));
        Assert.Equal("EX", choice.Arguments[0].Token);
        Assert.Equal("unix-time", choice.Arguments[1].Type);
        Assert.Equal("6.2.0", choice.Arguments[1].Since);
        Assert.Equal(("pure-token", "KEEPTTL"), (choice.Arguments[2].Type, choice.Arguments[2].Token));
    }

    [Fact]
    public void Blocks_nest_and_carry_tokens()
    {
        ArgumentSpec outer = Assert.Single(ArgumentSpecParser.Parse(
            "trim={strategy=(maxlen!MAXLEN | minid!MINID^6.2.0) operator=(equal!'=' | approximately!'~')? threshold:string count:integer@LIMIT?^6.2.0}?"));

        Assert.Equal("block", outer.Type);
        Assert.Equal(4, outer.Arguments.Count);
        Assert.Equal(["=", "~"], outer.Arguments[1].Arguments.Select(member => member.Token));
        Assert.True(outer.Arguments[1].IsOptional);
        Assert.Equal(("LIMIT", "6.2.0", true),
            (outer.Arguments[3].Token, outer.Arguments[3].Since, outer.Arguments[3].IsOptional));
    }

    [Theory]
    [InlineData("pattern:pattern#1@GET?+", true, true, true)]
    [InlineData("command-name:string?*", true, true, false)]
    [InlineData("field:string*", false, true, false)]
    [InlineData("field:string", false, false, false)]
    public void Repetition_is_told(string text, bool optional, bool multiple, bool repeatsToken)
    {
        ArgumentSpec argument = Assert.Single(ArgumentSpecParser.Parse(text));

        Assert.Equal((optional, multiple, repeatsToken), (argument.IsOptional, argument.IsMultiple, argument.RepeatsToken));
    }

    [Fact]
    public void A_group_may_have_a_token_behind_it()
    {
        ArgumentSpec group = Assert.Single(ArgumentSpecParser.Parse("offset_count={offset:integer count:integer}@LIMIT?"));

        Assert.Equal("LIMIT", group.Token);
        Assert.Equal(2, group.Arguments.Count);
    }

    [Fact]
    public void Nothing_is_no_arguments() => Assert.Empty(ArgumentSpecParser.Parse(""));

    [Theory]
    [InlineData("key")]
    [InlineData("key:")]
    [InlineData(":string")]
    [InlineData("a=(b:string")]
    [InlineData("a=(b:string c:string)")]
    [InlineData("a={b:string | c:string}")]
    [InlineData("a=b:string")]
    [InlineData("a!")]
    [InlineData("a!'x")]
    [InlineData("a:string@")]
    [InlineData("a:string#")]
    [InlineData("a:string^")]
    [InlineData("a:string)")]
    [InlineData("a=()")]
    public void What_is_not_of_the_language_is_refused(string text) =>
        Assert.Throws<FormatException>(() => ArgumentSpecParser.Parse(text));

    [Fact]
    public void All_commands_of_the_plugin_describe_themselves_in_it()
    {
        var texts = typeof(ErrorText).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes<CommandAttribute>())
            .Select(command => command.Arguments)
            .ToList();

        Assert.NotEmpty(texts);
        Assert.All(texts, text => ArgumentSpecParser.Parse(text));
    }
}
