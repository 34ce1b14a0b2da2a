namespace CacheStorm.Plugins.Hashes;

/// <summary>Fields that one call removes, and the events that follow. Belongs to the call.</summary>
internal ref struct FieldsRemoval(HashValues hashes, CommandContext context)
{
    private bool _hadExpired;

    /// <summary>How many were there and have gone.</summary>
    public int Count { get; private set; }

    /// <summary>True when the last field has gone, and the key with it.</summary>
    public bool IsKeyGone { get; private set; }

    /// <summary>Removes a field, if it is there.</summary>
    /// <param name="entry">The hash; empty when the key has gone.</param>
    /// <param name="field">The field.</param>
    public void Remove(ref Entry entry, ReadOnlySpan<byte> field)
    {
        switch (hashes.Remove(context.Keyspace, context.Key, ref entry, context.Now, field))
        {
            case FieldRemoval.Missing:
                return;
            case FieldRemoval.WasExpired:
                _hadExpired = true;
                break;
            default:
                Count++;
                break;
        }
        IsKeyGone = entry.Type is null;
    }

    /// <summary>Tells the observers.</summary>
    public readonly void Tell()
    {
        if (_hadExpired)
            context.KeyEvent(KeyEventKinds.Hash, "hexpired"u8, context.Key);
        if (Count > 0)
            context.KeyEvent(KeyEventKinds.Hash, "hdel"u8, context.Key);
        if (IsKeyGone)
            context.KeyEvent(KeyEventKinds.Generic, "del"u8, context.Key);
    }
}
