using System.Runtime.CompilerServices;
using CacheStorm.Host.Commands;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Dispatch;

/// <content>Counts key accesses towards the next sample. While no plugin wants samples each of these is a look at one field.</content>
internal sealed partial class Engine
{
    /// <summary>A call accesses the only key that it has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CountAccess(Worker worker, Session session, CommandEntry entry, ulong hash)
    {
        if (Accesses.Wanted is { } sampling && worker.Stride.Step(sampling.Interval))
            sampling.Take(session.Namespace, hash, worker.Root.Context.Request[entry.SingleKeyIndex]);
    }

    /// <summary>A call accesses the keys that were collected from its arguments.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CountAccesses(Worker worker, int namespaceIndex, ArgumentList request)
    {
        if (Accesses.Wanted is { } sampling)
            CountAccesses(worker, sampling, namespaceIndex, request);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CountAccesses(Worker worker, KeySampling sampling, int namespaceIndex, ArgumentList request)
    {
        ReadOnlySpan<int> keys = worker.Keys.Items;
        for (int next = worker.Stride.Skip(keys.Length, sampling.Interval); next < keys.Length; next += worker.Stride.Skip(keys.Length - next, sampling.Interval))
        {
            ReadOnlySpan<byte> key = request[keys[next++]];
            sampling.Take(namespaceIndex, KeyHash.Of(key), key);
        }
    }
}
