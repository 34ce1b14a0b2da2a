using System.Text;
using CacheStorm.Plugins.Scripting.Functions;

namespace CacheStorm.UnitTests.Scripting;

/// <summary>Libraries side by side: which names clash, and what a change leaves as it was.</summary>
public sealed class FunctionSnapshotTests
{
    private static readonly FunctionSnapshot s_two = FunctionSnapshot.Empty
        .With(FunctionDumpTests.Library("one", "", "a", "b"))
        .With(FunctionDumpTests.Library("two", "", "c"));

    [Fact]
    public void Functions_are_found_in_letters_of_either_case()
    {
        Assert.True(s_two.TryGetFunction("A"u8, out LibraryFunction? function));
        Assert.Equal("a"u8.ToArray(), function.Name);
        Assert.Equal(3, s_two.FunctionCount);
    }

    [Fact]
    public void Libraries_are_found_in_their_own_case_only()
    {
        Assert.NotNull(s_two.Find("one"u8));
        Assert.Null(s_two.Find("One"u8));
    }

    [Fact]
    public void A_function_of_another_library_is_not_taken_over()
    {
        FunctionLibrary library = FunctionDumpTests.Library("three", "", "x", "C");
        var failure = Assert.Throws<FunctionException>(() => s_two.With(library));
        Assert.Equal("ERR Function C already exists", failure.Message);
        Assert.False(s_two.TryGetFunction("x"u8, out _));
    }

    [Fact]
    public void Without_a_library_its_functions_are_gone_and_others_stay()
    {
        FunctionSnapshot rest = s_two.Without(s_two.Find("one"u8)!);
        Assert.False(rest.TryGetFunction("a"u8, out _));
        Assert.True(rest.TryGetFunction("c"u8, out _));
        Assert.True(s_two.TryGetFunction("a"u8, out _));
    }

    [Fact]
    public void Functions_may_move_between_libraries_that_are_replaced_together()
    {
        FunctionSnapshot other = FunctionSnapshot.Empty
            .With(FunctionDumpTests.Library("one", "", "c"))
            .With(FunctionDumpTests.Library("two", "", "a"));
        FunctionSnapshot joined = s_two.With(other, replaces: true);
        Assert.True(joined.TryGetFunction("c"u8, out LibraryFunction? function));
        Assert.Equal("one"u8.ToArray(), function.Script.Library!.Name);
        Assert.False(joined.TryGetFunction("b"u8, out _));
    }

    [Fact]
    public void Joining_without_replacing_names_the_library_that_is_there()
    {
        FunctionSnapshot other = FunctionSnapshot.Empty.With(FunctionDumpTests.Library("two", "", "z"));
        var failure = Assert.Throws<FunctionException>(() => s_two.With(other, replaces: false));
        Assert.Equal("ERR Library two already exists", failure.Message);
    }

    [Theory]
    [InlineData("#!lua name=a\n", "a")]
    [InlineData("#!LUA NAME=Lib_9\nx", "Lib_9")]
    [InlineData("#!lua  'name=a'\t\nx", "a")]
    [InlineData("#!lua name=\"\\x61b\"\n", "ab")]
    public void The_first_line_names_the_library(string source, string name)
    {
        byte[] found = LibraryHeader.Parse(Encoding.ASCII.GetBytes(source), out int start);
        Assert.Equal(name, Encoding.ASCII.GetString(found));
        Assert.Equal(source.IndexOf('\n'), start);
    }
}
