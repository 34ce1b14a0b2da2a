using System.Text;
using CacheStorm.Plugins.Transactions.Queueing;
using CacheStorm.UnitTests.Connections;

namespace CacheStorm.UnitTests.Transactions;

/// <summary>How refusals are told, in Redis' words.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("NOPERM this user has no permissions to run the 'keys' command", "no permission to execute the command or subcommand")]
    [InlineData("NOPERM this user has no permissions to access one of the keys used as arguments", "no permission to touch the specified keys")]
    [InlineData("NOPERM this user has no permissions to access one of the channels used as arguments",
        "no permission to access one of the channels used as arguments")]
    [InlineData("NOPERM for another reason", "no permission")]
    public void Lost_permission_has_its_reason(string refusal, string reason)
    {
        var reply = new ReplyWriter();
        reply.Ok();
        ReplyCheckpoint before = reply.Checkpoint();
        reply.Error(Encoding.UTF8.GetBytes(refusal));
        Permission.Explain(reply, before);
        Assert.Equal("+OK\r\n-NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. "
            + $"This command is no longer allowed for the following reason: {reason}\r\n", Encoding.UTF8.GetString(reply.ToArray()));
    }

    [Fact]
    public void Other_errors_stay()
    {
        var reply = new ReplyWriter();
        ReplyCheckpoint before = reply.Checkpoint();
        reply.Error("ERR whatever"u8);
        Permission.Explain(reply, before);
        Assert.Equal("-ERR whatever\r\n", Encoding.UTF8.GetString(reply.ToArray()));
    }

    [Theory]
    [InlineData("ERR wrong number of arguments for 'exec' command", "wrong number of arguments for 'exec' command")]
    [InlineData("OOM command not allowed", "OOM command not allowed")]
    [InlineData("READONLY You can't write against a read only replica.", "READONLY You can't write against a read only replica.")]
    public void Refused_exec_ends_the_transaction_and_says_why(string error, string reason)
    {
        var queue = new TransactionQueue();
        var session = new FakeSession(1);
        queue.Begin(session);
        Assert.Equal(0, session.QueuedCommands);

        byte[] reply = new ExecGuard(queue).Refused(session, null, Encoding.UTF8.GetBytes(error));
        Assert.Equal($"EXECABORT Transaction discarded because of: {reason}", Encoding.UTF8.GetString(reply));
        Assert.Equal(-1, session.QueuedCommands);
        Assert.Null(TransactionState.Find(session)!.Queue);
    }

    [Fact]
    public void Queues_go_back_and_are_empty_when_they_come_again()
    {
        RequestQueue queue = QueuePool.Rent();
        queue.Add(ArgumentList.Of("PING"u8));
        QueuePool.Return(queue);
        Assert.Same(queue, QueuePool.Rent());
        Assert.Equal(0, queue.Count);
    }
}
