namespace CacheStorm.Plugins.Transactions.Queueing;

/// <summary>
/// Queues that nobody uses now: a client has one only between MULTI and EXEC. A few for each thread, so no lock is needed; large ones are left
/// to the garbage collector.
/// </summary>
internal static class QueuePool
{
    private const int Most = 32;
    private const long LargestKept = 64 * 1024;

    [ThreadStatic]
    private static Stack<RequestQueue>? t_free;

    public static RequestQueue Rent() => t_free is { Count: > 0 } free ? free.Pop() : new RequestQueue();

    public static void Return(RequestQueue queue)
    {
        if (queue.Capacity > LargestKept)
            return;
        Stack<RequestQueue> free = t_free ??= new Stack<RequestQueue>(Most);
        if (free.Count == Most)
            return;
        queue.Clear();
        free.Push(queue);
    }
}
