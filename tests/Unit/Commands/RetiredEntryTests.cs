using CacheStorm.Host.Commands;

namespace CacheStorm.UnitTests.Commands;

/// <summary>What becomes of an entry whose plugin was exchanged while a call that was routed to it waited.</summary>
public sealed class RetiredEntryTests
{
    private static CommandEntry Entry(int arity, CommandHandler handler) => new(new CommandInfo("TEST", "test", handler) { Arity = arity });

    private static string Call(CommandHandler handler)
    {
        var context = new CommandContext(null!) { Reply = new ReplyWriter() };
        handler(context);
        return System.Text.Encoding.UTF8.GetString(context.Reply.ToArray());
    }

    [Fact]
    public void The_successor_handles_the_call()
    {
        CommandEntry old = Entry(1, static c => c.Reply.Integer(1)), successor = Entry(1, static c => c.Reply.Integer(2));
        old.Retire(successor);

        Assert.True(old.IsRetired);
        Assert.Equal(":2\r\n", Call(old.Handler));
    }

    [Fact]
    public void Without_a_successor_or_with_one_that_wants_other_arguments_the_call_ends_in_an_error()
    {
        CommandEntry gone = Entry(1, static c => c.Reply.Integer(1)), other = Entry(1, static c => c.Reply.Integer(1));
        gone.Retire(null);
        other.Retire(Entry(2, static c => c.Reply.Integer(2)));

        Assert.StartsWith("-ERR the command was exchanged", Call(gone.Handler), StringComparison.Ordinal);
        Assert.StartsWith("-ERR the command was exchanged", Call(other.Handler), StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_that_somebody_kept_holds_no_code_and_stays_what_it_was()
    {
        CommandHandler handler = static c => c.Reply.Integer(1);
        var info = new CommandInfo("TEST", "test", handler) { Arity = 1 };
        info.Retire();

        Assert.NotSame(handler, info.Handler);
        Assert.False(info.IsContainer);
        Assert.Equal("test", info.FullName);
    }
}
