using System.Reflection;
using System.Runtime.CompilerServices;

namespace CacheStorm;

/// <summary>A place for a plugin's state in every session. Make one, keep it in a static field.</summary>
/// <typeparam name="T">The state's class.</typeparam>
public sealed class SessionSlot<T> where T : class
{
    /// <summary>Takes a place; it is given back when the plugin that calls is unloaded.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public SessionSlot() => Index = SessionSlots.Take(Assembly.GetCallingAssembly());

    internal int Index { get; }
}

/// <summary>
/// Who has which place in the sessions. Places of a plugin that was unloaded are given to the next one, so sessions don't grow with
/// every reload. Guarded by its lock.
/// </summary>
internal static class SessionSlots
{
    private static readonly Lock s_lock = new();

    // Weak: the list must not be what keeps an unloaded plugin in memory.
    private static readonly List<WeakReference<Assembly>?> s_owners = [];

    internal static int Take(Assembly owner)
    {
        lock (s_lock)
        {
            int place = s_owners.IndexOf(null);
            if (place < 0)
            {
                place = s_owners.Count;
                s_owners.Add(null);
            }

            s_owners[place] = new WeakReference<Assembly>(owner);
            return place;
        }
    }

    /// <summary>The places that assemblies of this kind took.</summary>
    internal static int[] Of(Func<Assembly, bool> isOwner)
    {
        var places = new List<int>();
        lock (s_lock)
        {
            for (int place = 0; place < s_owners.Count; place++)
            {
                if (s_owners[place] is { } reference && reference.TryGetTarget(out Assembly? owner) && isOwner(owner))
                    places.Add(place);
            }
        }

        return [.. places];
    }

    /// <summary>Gives places back. No session has state in them any more.</summary>
    internal static void Free(ReadOnlySpan<int> places)
    {
        lock (s_lock)
        {
            foreach (int place in places)
                s_owners[place] = null;
        }
    }
}
