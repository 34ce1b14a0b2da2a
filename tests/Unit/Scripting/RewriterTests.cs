using System.Text;
using CacheStorm.Plugins.Scripting.Lua;
using CacheStorm.Plugins.Scripting.Rewriting;

namespace CacheStorm.UnitTests.Scripting;

/// <summary>What the rewriter inserts into scripts, and what it leaves alone.</summary>
public sealed class RewriterTests
{
    [Theory]
    [InlineData("return 5", "return 5.0")]
    [InlineData("return 0xff", "return 0xffp0")]
    [InlineData("return 1e3 + .5", "return 1e3 + .5")]
    [InlineData("local t = {} return t[1]", "local t = {} return t[1]")]
    [InlineData("local t = {} t[#t + 1] = 2", "local t = {} t[#t + 1] = 2.0")]
    [InlineData("local t = {} return #t", "local t = {} return (#t+0.0)")]
    [InlineData("for i = 1, 10 do end", "for i = 1, 10 do end")]
    [InlineData("for i = 1, n(2) do end", "for i = 1.0, n(2.0) do end")]
    [InlineData("local t = {} return t[i * 2]", "local t = {} return t[i * 2.0]")]
    public void Numbers_become_floats_where_it_shows(string source, string expected) => Assert.Equal(expected, BodyOf(source));

    [Theory]
    [InlineData("return 'a' .. 'b'", "return 'a' .. 'b'")]
    [InlineData("return 'a' .. x", "return 'a' .. __cs_text(x,\"global 'x'\")")]
    [InlineData("local x return x .. 1", "local x return __cs_text(x,\"local 'x'\") .. __cs_text(1.0)")]
    [InlineData("local x return function() return x .. 'a' end", "local x return function() return __cs_text(x,\"upvalue 'x'\") .. 'a' end")]
    [InlineData("return ARGV[1] .. 'a'", "return __cs_text(ARGV[1],\"field '?'\") .. 'a'")]
    [InlineData("return a.b .. c:d()", "return __cs_text(a.b,\"field 'b'\") .. __cs_text(c:d())")]
    [InlineData("return a .. b .. c", "return __cs_text(a,\"global 'a'\") .. __cs_text(b,\"global 'b'\") .. __cs_text(c,\"global 'c'\")")]
    [InlineData("return 'x' .. 1 + 2", "return 'x' .. __cs_text(1.0 + 2.0)")]
    public void Operands_of_a_concatenation_become_text(string source, string expected) => Assert.Equal(expected, BodyOf(source));

    [Theory]
    [InlineData("redis.call('PING')", "__cs_check(__cs_call('PING'))")]
    [InlineData("return redis.call('GET', KEYS[1])", "return (__cs_check(__cs_call('GET', KEYS[1])))")]
    [InlineData("redis.pcall 'PING'", "__cs_first(__cs_call 'PING')")]
    [InlineData("local redis = x redis.call('PING')", "local redis = x redis.call('PING')")]
    [InlineData("return pcall(redis.call, 'PING')", "return (pcall(redis.call, 'PING'))")]
    public void Calls_of_the_server_go_straight_to_it(string source, string expected) => Assert.Equal(expected, BodyOf(source));

    [Theory]
    [InlineData("return \"\\x41\\q\"", "return \"x41q\"")]
    [InlineData("_ENV = 1", "__cs_ENV = 1.0")]
    [InlineData("return t.goto", "return t[\"goto\"]")]
    [InlineData("local function f(...) return arg.n end", "local function f(...) local arg=__cs_arg(...)  return arg.n end")]
    [InlineData("local function f(...) return ... end", "local function f(...) return ... end")]
    public void What_means_something_else_today_is_spelled_otherwise(string source, string expected) => Assert.Equal(expected, BodyOf(source));

    [Fact]
    public void Lines_stay_where_they_are()
    {
        const string source = "local a = 1\nlocal b = a .. 2 --[[\n]]\nreturn {\n  redis.call('GET',\n KEYS[1]), #b }\n";
        Assert.Equal(source.Count(c => c == '\n'), BodyOf(source).Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("return 1 +", "user_script:1: unexpected symbol near '<eof>'")]
    [InlineData("x = = 1", "user_script:1: unexpected symbol near '='")]
    [InlineData("\n\nif a then\n", "user_script:4: 'end' expected (to close 'if' at line 3) near '<eof>'")]
    [InlineData("return 5 // 2", "user_script:1: unexpected symbol near '/'")]
    [InlineData("f\n(1)", "user_script:2: ambiguous syntax (function call x new statement) near '('")]
    [InlineData("break", "user_script:1: no loop to break near '<eof>'")]
    [InlineData("local function f() return ... end", "user_script:1: cannot use '...' outside a vararg function near '...'")]
    [InlineData("return 3x", "user_script:1: malformed number near '3x'")]
    public void Errors_are_those_of_Lua_51(string source, string message) =>
        Assert.Equal(message, Assert.Throws<ScriptSyntaxException>(() => Rewrite(source)).Message);

    [Fact]
    public void Nesting_has_a_limit()
    {
        string deep = "return " + new string('(', 10_000) + "1" + new string(')', 10_000);
        Assert.Contains("too many syntax levels", Assert.Throws<ScriptSyntaxException>(() => Rewrite(deep)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_is_rewritten_or_refused()
    {
        var random = new Random(7);
        string[] words = ["return", "local", "x", "=", "(", ")", "{", "}", "..", "1", "'a'", "function", "end", "do", "if", "then", "[", "]", "[[", "]]", ",", "#", "-", "\n", "...", ":", ".", ";", "\\", "\""];
        for (int i = 0; i < 20_000; i++)
        {
            string source = string.Join(random.Next(4) == 0 ? "" : " ", Enumerable.Range(0, random.Next(1, 12)).Select(_ => words[random.Next(words.Length)]));
            try
            {
                _ = Rewrite(source);
            }
            catch (ScriptSyntaxException)
            {
                // Most are no scripts.
            }
        }
    }

    private static RewrittenScript Rewrite(string source) =>
        ScriptRewriter.Rewrite(Encoding.Latin1.GetBytes(source), "user_script", LuaGlobals.Imported, takesArguments: true);

    private static string BodyOf(string source)
    {
        string text = Encoding.Latin1.GetString(Rewrite(source).Text);
        int start = text.IndexOf("...) ", StringComparison.Ordinal) + 5;
        return text[start..^4];
    }
}
