using CacheStorm.Plugins.PubSub.KeyEvents;

namespace CacheStorm.UnitTests.PubSub;

public sealed class EventClassesFormatTests
{
    private readonly EventClassesFormat _format = new();

    [Theory]
    [InlineData("", "")]
    [InlineData("KEA", "AKE")]
    [InlineData("Kx", "xK")]
    [InlineData("Etdx", "xtdE")]
    [InlineData("Kg$lshzxetdmn", "AKm")]
    [InlineData("nK", "nK")]
    [InlineData("iEA", "AEi")]
    public void Letters_are_answered_in_Redis_order(string text, string canonical)
    {
        Assert.True(_format.TryParse(text, out object? value, out _));
        Assert.Equal(canonical, _format.Write(value));
    }

    [Fact]
    public void The_file_keeps_what_the_answer_does_not_mention()
    {
        Assert.True(_format.TryParse("KAn", out object? value, out _));
        string line = Assert.Single(_format.WriteLines(value));
        Assert.True(_format.TryParse(line, out object? again, out _));
        Assert.Equal(value, again);
    }

    [Theory]
    [InlineData("A", false)]
    [InlineData("Ai", true)]
    public void A_does_not_stand_for_what_tags_invalidate(string text, bool invalidated)
    {
        Assert.True(_format.TryParse(text, out object? value, out _));
        KeyEventKinds kinds = ((EventClasses)value).Kinds;
        Assert.Equal(invalidated, (kinds & KeyEventKinds.Invalidated) != 0);
        Assert.Equal(KeyEventKinds.None, kinds & (KeyEventKinds.New | KeyEventKinds.KeyMiss | KeyEventKinds.Modified | KeyEventKinds.Flushed));
    }

    [Fact]
    public void Other_letters_are_refused()
    {
        Assert.False(_format.TryParse("foo", out _, out string? error));
        Assert.Equal("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.", error);
    }
}
