using System.Text;
using CacheStorm.Plugins.Scripting.Functions;
using CacheStorm.Plugins.Scripting.Rewriting;
using CacheStorm.Plugins.Scripting.Scripts;

namespace CacheStorm.UnitTests.Scripting;

/// <summary>The payload of FUNCTION DUMP: what redis-server 7.0.15 wrote, and what must not be taken.</summary>
public sealed class FunctionDumpTests
{
    private const string Source = "#!lua name=A\nredis.register_function(\"f2\",function() end)";

    // FUNCTION DUMP of redis-server 7.0.15 with the library above.
    private static readonly byte[] s_payload = Convert.FromHexString(
        "F539" + Convert.ToHexString(Encoding.ASCII.GetBytes(Source)) + "0A00697714C4A4B08FFC");

    [Fact]
    public void A_dump_is_what_redis_server_writes() => Assert.Equal(s_payload, FunctionDump.Write(With(Source)));

    [Fact]
    public void What_redis_server_wrote_is_read()
    {
        Assert.True(FunctionDump.TryRead(s_payload, out List<byte[]>? sources, out _));
        Assert.Equal(Source, Encoding.ASCII.GetString(Assert.Single(sources)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(100)]
    [InlineData(100_000)]
    public void Long_sources_come_back(int comment)
    {
        string source = $"#!lua name=lib\n-- {new string('x', comment)}\nredis.register_function('f', function() end)";
        byte[] payload = FunctionDump.Write(With(source));

        Assert.True(FunctionDump.TryRead(payload, out List<byte[]>? sources, out _));
        Assert.Equal(source, Encoding.ASCII.GetString(Assert.Single(sources)));
    }

    [Fact]
    public void Nothing_is_a_dump_too()
    {
        Assert.True(FunctionDump.TryRead(FunctionDump.Write(FunctionSnapshot.Empty), out List<byte[]>? sources, out _));
        Assert.Empty(sources);
    }

    [Fact]
    public void Any_changed_byte_is_found()
    {
        for (int i = 0; i < s_payload.Length; i++)
        {
            byte[] changed = (byte[])s_payload.Clone();
            changed[i] ^= 1;
            Assert.False(FunctionDump.TryRead(changed, out _, out _));
        }
    }

    [Fact]
    public void A_payload_with_something_else_is_refused()
    {
        var writer = new RdbWriter();
        writer.Byte(0);
        writer.String("value"u8);
        RdbPayload.Seal(writer);

        Assert.False(FunctionDump.TryRead(writer.Written, out _, out ReadOnlySpan<byte> problem));
        Assert.Equal("ERR given type is not a function", Encoding.ASCII.GetString(problem));
    }

    [Fact]
    public void A_library_cut_short_is_refused()
    {
        var writer = new RdbWriter();
        writer.Byte(245);
        writer.Length(1000);
        RdbPayload.Seal(writer);

        Assert.False(FunctionDump.TryRead(writer.Written, out _, out _));
    }

    internal static FunctionLibrary Library(string name, string source, params string[] functions) => new(
        Encoding.ASCII.GetBytes(name), Encoding.ASCII.GetBytes(source), new RewrittenScript([], [], false),
        [.. functions.Select(function => new RegisteredFunction(Encoding.ASCII.GetBytes(function), null, ScriptFlags.None, 0))]);

    private static FunctionSnapshot With(string source) => FunctionSnapshot.Empty.With(Library("A", source, "f2"));
}
