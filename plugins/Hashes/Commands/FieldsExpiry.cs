namespace CacheStorm.Plugins.Hashes;

/// <summary>
/// An expiry that one call gives to fields, or takes from them; fields whose time has passed already go at once. With the events that follow and what is passed
/// on. Belongs to the call.
/// </summary>
internal ref struct FieldsExpiry(HashValues hashes, CommandContext context, long expiresAt)
{
    /// <summary>Stands for no expiry: it is taken away.</summary>
    public const long Never = -1;

    private readonly FieldNames _names = FieldNames.Begin(context);
    private readonly bool _isPast = expiresAt != Never && expiresAt <= context.Now;
    private FieldsRemoval _removal = new(hashes, context);
    private int _changed;

    /// <summary>Gives the expiry to a field that is there.</summary>
    /// <param name="entry">The hash; empty when the key has gone.</param>
    /// <param name="field">The field.</param>
    /// <returns>True when the field has gone.</returns>
    public bool Apply(ref Entry entry, ReadOnlySpan<byte> field)
    {
        _names.Add(field);
        _changed++;
        if (_isPast)
            _removal.Remove(ref entry, field);
        else
            hashes.SetExpiry(context.Keyspace, ref entry, field, expiresAt == Never ? 0 : expiresAt);
        return _isPast;
    }

    /// <summary>Passes on what was done and tells the observers.</summary>
    public readonly void Complete()
    {
        if (_changed == 0)
            return;
        if (context.Effects.Wanted)
        {
            ArgumentListBuilder command = context.Effects.Rewrite();
            if (_isPast)
                command.Add("HDEL"u8).Add(context.Key);
            else if (expiresAt == Never)
                command.Add("HPERSIST"u8).Add(context.Key).Add("FIELDS"u8).Add(_names.Count);
            else
                command.Add("HPEXPIREAT"u8).Add(context.Key).Add(expiresAt).Add("FIELDS"u8).Add(_names.Count);
            command.AddRange(_names.List, 0);
        }
        if (_isPast)
            _removal.Tell();
        else
            context.KeyEvent(KeyEventKinds.Hash, expiresAt == Never ? "hpersist"u8 : "hexpire"u8, context.Key);
    }

    public readonly void Dispose() => _names.Dispose();
}
