namespace CacheStorm.Plugins.PubSub.Channels;

/// <summary>
/// Patterns that begin with the same plain bytes. Changed under the lock of the <see cref="PatternTable"/>; publishers read the state that
/// they find, whole, without a lock. Adding writes behind what any published state shows, so it copies only when the array is full.
/// </summary>
internal sealed class PatternGroup
{
    private volatile State _state = new([], 0);

    public ReadOnlySpan<Topic> Patterns
    {
        get
        {
            State state = _state;
            return state.Items.AsSpan(0, state.Count)!;
        }
    }

    public void Add(Topic pattern)
    {
        State state = _state;
        Topic?[] items = state.Items;
        if (state.Count == items.Length)
            Array.Resize(ref items, Math.Max(2, state.Count * 2));
        items[state.Count] = pattern;
        _state = new State(items, state.Count + 1);
    }

    public void Remove(Topic pattern)
    {
        State state = _state;
        int place = Array.IndexOf(state.Items, pattern, 0, state.Count);
        var items = new Topic?[state.Count - 1];
        state.Items.AsSpan(0, place).CopyTo(items);
        state.Items.AsSpan(place + 1, state.Count - place - 1).CopyTo(items.AsSpan(place));
        _state = new State(items, items.Length);
    }

    private sealed record State(Topic?[] Items, int Count);
}
