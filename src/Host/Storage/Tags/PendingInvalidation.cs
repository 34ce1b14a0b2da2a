namespace CacheStorm.Host.Storage.Tags;

/// <summary>An invalidation whose keys are still being counted. Guarded by the index's lock.</summary>
internal sealed class PendingInvalidation(TagIndex index, int id) : PendingCount
{
    private List<Action> _waiters = [];

    public int Id => id;

    /// <summary>What its lists counted, less those that are found to have died before.</summary>
    public long Keys { get; set; }

    /// <summary>How many of its lists are not worked off.</summary>
    public int Lists { get; set; }

    public bool HasWaiters => _waiters.Count > 0;

    /// <inheritdoc/>
    public override bool WhenKnown(Action known)
    {
        using (index.Gate.Hold())
        {
            if (Lists == 0)
                return false;
            _waiters.Add(known);
            return true;
        }
    }

    /// <inheritdoc/>
    public override long Count()
    {
        index.WorkOff(this);
        return Keys;
    }

    public List<Action> TakeWaiters()
    {
        List<Action> waiters = _waiters;
        _waiters = [];
        return waiters;
    }
}
