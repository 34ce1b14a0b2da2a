using System.Buffers;
using System.Globalization;
using System.Text;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Differential.Randomized;

/// <summary>
/// A connection to each server. Sends both the same groups, many at a time, and compares the replies; compares the data, too. Used by one
/// test at a time.
/// </summary>
internal sealed class Lockstep : IDisposable
{
    private const int BatchCommands = 100;

    private readonly RespConnection _oracle;
    private readonly RespConnection _ours;

    public Lockstep(ServerProcess oracle, ServerProcess ours, int protocol)
    {
        _oracle = oracle.Connect();
        _ours = ours.Connect();
        Both("HELLO", $"{protocol}");
    }

    /// <summary>Runs the groups on empty servers.</summary>
    /// <returns>The first difference; null when there is none, in the replies or in the data at the end.</returns>
    public Difference? Run(IReadOnlyList<RandomGroup> groups)
    {
        Both("FLUSHALL");
        Both("SELECT", "0");
        int first = 0;
        while (first < groups.Count)
        {
            int end = first;
            for (int commands = 0; end < groups.Count && commands < BatchCommands; end++)
                commands += groups[end].Commands.Count;
            if (RunBatch(groups, first, end) is { } difference)
                return difference;
            first = end;
        }
        return Dataset.Compare(_oracle, _ours) is { } what ? new Difference(groups.Count, $"the data differ at the end: {what}") : null;
    }

    public void Dispose()
    {
        _oracle.Dispose();
        _ours.Dispose();
    }

    private Difference? RunBatch(IReadOnlyList<RandomGroup> groups, int first, int end)
    {
        var frames = new ArrayBufferWriter<byte>();
        for (int i = first; i < end; i++)
        {
            foreach (RandomCommand command in groups[i].Commands)
            {
                if (command.Likeness != Likeness.Exchange)
                    frames.Write(RespFormat.Command(command.Arguments));
                else if (i > first)
                    return RunBatch(groups, first, i) ?? RunBatch(groups, i, end);
            }
        }
        if (groups[first].Commands is [{ Likeness: Likeness.Exchange } exchange])
        {
            if (DumpExchange.Run(_oracle, _ours, exchange.Arguments[1]) is { } what)
                return new Difference(first, $"{exchange}\n      {what}");
            return first + 1 < end ? RunBatch(groups, first + 1, end) : null;
        }

        _oracle.Send(frames.WrittenSpan);
        _ours.Send(frames.WrittenSpan);
        Difference? difference = null;
        (byte[] Expected, byte[] Actual) before = ([], []);
        for (int i = first; i < end; i++)
        {
            foreach (RandomCommand command in groups[i].Commands)
            {
                (byte[] expected, byte[] actual) = (_oracle.ReadReply(), Ours(command));
                // All replies are read, so that the connections stay in step.
                if (difference is null && !ReplyLikeness.Same(command.Likeness, expected, actual, before))
                    difference = new Difference(i, $"{command}\n      expected: {RespFormat.Escape(expected)}\n      actual:   {RespFormat.Escape(actual)}");
                before = (expected, actual);
            }
        }
        return difference;
    }

    private byte[] Ours(RandomCommand command)
    {
        try
        {
            return _ours.ReadReply();
        }
        catch (IOException error)
        {
            throw new IOException($"our server gives no reply to {command}: {error.Message}", error);
        }
    }

    private void Both(params string[] command)
    {
        _oracle.Call(command);
        _ours.Call(command);
    }
}

/// <summary>Where the servers differ: at which group, and how.</summary>
internal sealed record Difference(int Group, string What);
