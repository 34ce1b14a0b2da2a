using System.Collections.Concurrent;

namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>A job that does in the background what PROBE.DEFER and PROBE.LATER asked for. The queue is concurrent.</summary>
internal sealed class DeferredPushes(IExecutor executor, QueueCommands queues) : IBackgroundJob
{
    private readonly ConcurrentQueue<(byte[] Key, byte[]? Element, ArgumentList? Request)> _work = new();
    private int _runs;

    public string Name => "deferred pushes";

    public TimeSpan Interval => TimeSpan.FromMilliseconds(10);

    public void Run(JobBudget budget)
    {
        Interlocked.Increment(ref _runs);
        while (!budget.IsSpent && _work.TryDequeue(out (byte[] Key, byte[]? Element, ArgumentList? Request) one))
        {
            if (one.Request is not null)
                executor.Execute(0, one.Request, new ReplyWriter());
            else
                executor.Run(0, one.Key, context => queues.Append(context, context.Key, [one.Element!]));
        }
    }

    [Command("PROBE.DEFER", Arity = 3, Summary = "Appends an element to a queue, later and in the background.")]
    public void Defer(CommandContext context)
    {
        _work.Enqueue((context.Args[1].ToArray(), context.Args[2].ToArray(), null));
        context.Reply.Ok();
    }

    [Command("PROBE.LATER", Arity = -2, Summary = "Runs a command later, as the server itself.")]
    public void Later(CommandContext context)
    {
        _work.Enqueue(([], null, new ArgumentListBuilder().AddRange(context.Args.List, 1).Arguments));
        context.Reply.Ok();
    }

    [Command("PROBE.RUNS", Arity = 1, Summary = "How often the job ran.")]
    public void Runs(CommandContext context) => context.Reply.Integer(Volatile.Read(ref _runs));
}
