using System.Diagnostics;
using System.Text;

namespace CacheStorm.UnitTests.Keys;

public sealed class GlobTests
{
    /// <summary>What KEYS of redis-server 7.0.15 answers: pattern, texts that match, texts that don't.</summary>
    public static TheoryData<string, string[], string[]> Cases => new()
    {
        { "**", ["a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"], [""] },
        { "?", ["a", "b", "*", "?", "[", "]", "^", "-", "\\", "c"], ["", "ab", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "cd"] },
        { "a*", ["a", "ab", "a*b", "aXb"], ["", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "heeello", "c", "cd"] },
        { "*a", ["a"], ["", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "*a*b*", ["ab", "a*b", "aXb"], ["", "a", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "heeello", "c", "cd"] },
        { "a**b", ["ab", "a*b", "aXb"], ["", "a", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "heeello", "c", "cd"] },
        { "h?llo", ["hello", "hallo", "hxllo", "hbllo"], ["", "a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "a*b", "aXb", "heeello", "c", "cd"] },
        { "h[ae]llo", ["hello", "hallo"], ["", "a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "h[^e]llo", ["hallo", "hxllo", "hbllo"], ["", "a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "a*b", "aXb", "heeello", "c", "cd"] },
        { "h[a-b]llo", ["hallo", "hbllo"], ["", "a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hxllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "h[b-a]llo", ["hallo", "hbllo"], ["", "a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hxllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "[a-]", ["a", "]", "^"], ["", "ab", "b", "*", "?", "[", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "[a-", ["a", "-"], ["", "ab", "b", "*", "?", "[", "]", "^", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "[a", ["a"], ["", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "[", [], ["", "a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "[^", ["a", "b", "*", "?", "[", "]", "^", "-", "\\", "c"], ["", "ab", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "cd"] },
        { "[^a", ["b", "*", "?", "[", "]", "^", "-", "\\", "c"], ["", "a", "ab", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "cd"] },
        { "[]a]", [], ["", "a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "[^]", ["a", "b", "*", "?", "[", "]", "^", "-", "\\", "c"], ["", "ab", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "cd"] },
        { "\\*", ["*"], ["", "a", "ab", "b", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "\\", ["\\"], ["", "a", "ab", "b", "*", "?", "[", "]", "^", "-", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "a\\", [], ["", "a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "[\\]]", ["]"], ["", "a", "ab", "b", "*", "?", "[", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "[a\\-c]", ["a", "-", "c"], ["", "ab", "b", "*", "?", "[", "]", "^", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "cd"] },
        { "[\\a-c]", ["a", "-", "c"], ["", "ab", "b", "*", "?", "[", "]", "^", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "cd"] },
        { "", [""], ["a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "hello", ["hello"], ["", "a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "HELLO", [], ["", "a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "*[^", ["a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"], [""] },
        { "a*[^", ["ab", "a*b", "aXb"], ["", "a", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "heeello", "c", "cd"] },
        { "?*", ["a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"], [""] },
        { "*?", ["a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"], [""] },
        { "*??", ["ab", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "cd"], ["", "a", "b", "*", "?", "[", "]", "^", "-", "\\", "c"] },
        { "a\\*b", ["a*b"], ["", "a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "aXb", "heeello", "c", "cd"] },
        { "[*]", ["*"], ["", "a", "ab", "b", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "[?]*", ["?"], ["", "a", "ab", "b", "*", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "h*l*o", ["hello", "hallo", "hxllo", "hbllo", "heeello"], ["", "a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "a*b", "aXb", "c", "cd"] },
        { "h*x*o", ["hxllo"], ["", "a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "*l", [], ["", "a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c", "cd"] },
        { "*ll*", ["hello", "hallo", "hxllo", "hbllo", "heeello"], ["", "a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "a*b", "aXb", "c", "cd"] },
        { "[a-c]*", ["a", "ab", "b", "a*b", "aXb", "c", "cd"], ["", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "heeello"] },
        { "[c-a][^c-a]", ["cd"], ["", "a", "ab", "b", "*", "?", "[", "]", "^", "-", "\\", "hello", "hallo", "hxllo", "hbllo", "a*b", "aXb", "heeello", "c"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Matches_as_redis_does(string pattern, string[] matching, string[] others)
    {
        foreach (string text in matching)
            Assert.True(IsMatch(pattern, text), $"{pattern} should match {text}");
        foreach (string text in others)
            Assert.False(IsMatch(pattern, text), $"{pattern} should not match {text}");
    }

    [Theory]
    [InlineData("h[A-C]LLO", "hbllo", true)]
    [InlineData("H*O", "hello", true)]
    [InlineData("\\H", "h", true)]
    [InlineData("[\\H]", "h", false)]   // an escaped member is compared as it is
    [InlineData("[^H]", "h", false)]
    public void Either_case_is_taken_when_asked_for(string pattern, string text, bool expected)
    {
        Assert.Equal(expected, Glob.IsMatch(Encoding.UTF8.GetBytes(pattern), Encoding.UTF8.GetBytes(text), ignoreCase: true));
    }

    [Fact]
    public void A_range_compares_signed_bytes()
    {
        // From -1 to 'a': the lower half of ASCII is in between.
        Assert.True(Glob.IsMatch([(byte)'[', (byte)'a', (byte)'-', 0xFF, (byte)']'], "A"u8));
        Assert.False(Glob.IsMatch([(byte)'[', (byte)'a', (byte)'-', 0xFF, (byte)']'], "b"u8));
        Assert.False(Glob.IsMatch([(byte)'[', (byte)'a', (byte)'-', 0xFF, (byte)']'], [0xF0]));
    }

    [Fact]
    public void Abusive_patterns_take_no_long_time()
    {
        byte[] text = Encoding.ASCII.GetBytes(new string('a', 20_000));
        byte[] pattern = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("a*", 900)) + "b");
        long start = Stopwatch.GetTimestamp();
        Assert.False(Glob.IsMatch(pattern, text));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void A_thousand_stars_are_followed_and_no_more(int stars, bool expected)
    {
        string pattern = string.Concat(Enumerable.Repeat("*a", stars));
        Assert.Equal(expected, IsMatch(pattern, new string('a', 2000)));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        Glob.IsMatch("h[a-e]*o?"u8, "hello!"u8);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            Glob.IsMatch("h[a-e]*o?"u8, "hello!"u8, ignoreCase: true);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static bool IsMatch(string pattern, string text) =>
        Glob.IsMatch(Encoding.UTF8.GetBytes(pattern), Encoding.UTF8.GetBytes(text));
}
