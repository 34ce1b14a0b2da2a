namespace CacheStorm;

/// <summary>
/// The keys of one namespace, as one call sees them. Not shared between calls; used on the call's thread, with the locks of the
/// declared keys held. Touching a key that is neither declared nor covered by running alone throws
/// <see cref="InvalidOperationException"/>. Expired entries are never seen. Every change is counted in <see cref="CommandContext.Changes"/>
/// and told to observers of <see cref="KeyEventKinds.Modified"/> by itself.
/// </summary>
public abstract class Keyspace
{
    private protected Keyspace() { }

    /// <summary>The namespace's index: 0 is <c>default</c>, what SELECT takes.</summary>
    public abstract int Index { get; }

    /// <summary>The namespace's name.</summary>
    public abstract string Name { get; }

    /// <summary>How many keys there are. Needs no lock.</summary>
    public abstract long Count { get; }

    /// <summary>Finds a string. The fastest way to read one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its bytes, valid until the next change to the key.</param>
    /// <param name="lookup">What the look leaves behind.</param>
    public abstract LookupResult GetString(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value, Lookup lookup = Lookup.Read);

    /// <summary>Finds an entry of any type.</summary>
    /// <param name="key">The key.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="lookup">What the look leaves behind.</param>
    /// <returns>False when there is no such key.</returns>
    public abstract bool TryFind(ReadOnlySpan<byte> key, out Entry entry, Lookup lookup = Lookup.Read);

    /// <summary>True when the key exists. Leaves the access time alone, as EXISTS does.</summary>
    /// <param name="key">The key.</param>
    /// <param name="lookup">What the look leaves behind.</param>
    public abstract bool Exists(ReadOnlySpan<byte> key, Lookup lookup = Lookup.Count);

    /// <summary>Stores a string in place of whatever was there. The key's tags go.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its bytes.</param>
    /// <param name="expiry">What becomes of the expiry.</param>
    /// <param name="encoding">How OBJECT ENCODING will name it.</param>
    public abstract void SetString(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, Expiry expiry = default,
        StringEncoding encoding = StringEncoding.Automatic);

    /// <summary>Stores a string in place of whatever was there, with tags, in one step.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its bytes.</param>
    /// <param name="expiry">What becomes of the expiry.</param>
    /// <param name="tags">The tags that the key carries from now on, and no others.</param>
    public abstract void SetString(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, Expiry expiry, TagNames tags);

    /// <summary>Adds to the integer that a string holds; a missing key counts as 0. The expiry stays.</summary>
    /// <param name="key">The key.</param>
    /// <param name="by">What to add.</param>
    /// <param name="expiry">The expiry of a key that is created by this.</param>
    /// <param name="value">The sum.</param>
    public abstract IncrementResult TryIncrement(ReadOnlySpan<byte> key, long by, Expiry expiry, out long value);

    /// <summary>Adds to the integer that a string holds; a missing key counts as 0.</summary>
    /// <param name="key">The key.</param>
    /// <param name="by">What to add.</param>
    /// <param name="expiry">The expiry of a key that is created by this; an existing one keeps its own.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="CommandException">Another type, no integer, or out of range; it becomes Redis' error reply.</exception>
    public long Increment(ReadOnlySpan<byte> key, long by = 1, Expiry expiry = default)
    {
        IncrementResult result = TryIncrement(key, by, expiry, out long value);
        return result == IncrementResult.Done ? value : throw IncrementError(result);
    }

    /// <summary>Stores a new value of inline bytes in place of whatever was there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="type">The value's type.</param>
    /// <param name="encoding">The type's number for the layout.</param>
    /// <param name="length">How many bytes; they are zero.</param>
    /// <param name="expiry">What becomes of the expiry.</param>
    /// <param name="entry">The new entry.</param>
    /// <returns>The bytes to fill, valid until the next change.</returns>
    public abstract Span<byte> Create(ReadOnlySpan<byte> key, DataType type, byte encoding, int length, Expiry expiry, out Entry entry);

    /// <summary>Stores a managed object of a plugin's type in place of whatever was there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="type">The value's type.</param>
    /// <param name="value">The object; owned by the entry from now on.</param>
    /// <param name="expiry">What becomes of the expiry.</param>
    public abstract void Create(ReadOnlySpan<byte> key, ObjectDataType type, object value, Expiry expiry = default);

    /// <summary>Opens the value's bytes for writing: snapshots are served first, the change is counted.</summary>
    /// <param name="entry">A fresh entry.</param>
    /// <returns>The bytes, valid until the next change.</returns>
    public abstract Span<byte> Edit(scoped ref Entry entry);

    /// <summary>As <see cref="Edit(ref Entry)"/>, with another length: what was there stays, bytes added are zero. Strings become <see cref="StringEncoding.Raw"/>.</summary>
    /// <param name="entry">A fresh entry; refreshed.</param>
    /// <param name="length">The new length in bytes.</param>
    /// <returns>The bytes, valid until the next change.</returns>
    public abstract Span<byte> Edit(scoped ref Entry entry, int length);

    /// <summary>Says that the entry's managed object is about to be changed: snapshots are served first, the change is counted.</summary>
    /// <param name="entry">A fresh entry.</param>
    /// <returns>The object.</returns>
    public abstract object EditObject(scoped ref Entry entry);

    /// <summary>Says that the entry's managed object was changed, so that its size is accounted anew.</summary>
    /// <param name="entry">A fresh entry.</param>
    public abstract void Resized(ref Entry entry);

    /// <summary>Changes the layout number of a value that was converted in place.</summary>
    /// <param name="entry">A fresh entry; refreshed.</param>
    /// <param name="encoding">The type's number for the layout.</param>
    public abstract void SetEncoding(ref Entry entry, byte encoding);

    /// <summary>The native blocks that belong to an entry, for large values without a GC object an element.</summary>
    /// <param name="entry">A fresh entry of a type whose <see cref="DataType.UsesNativeBlocks"/> is true.</param>
    public abstract NativeBlocks Blocks(scoped ref Entry entry);

    /// <summary>
    /// Asks that <see cref="DataType.OnAlarm"/> be called for the entry once a time has passed, beside the traffic. An entry has one alarm: an
    /// earlier one that is set already stays. It belongs to the value: it goes when the key is deleted or stored anew, and where the value
    /// is moved or copied to <see cref="DataType.NextAlarm"/> is asked for another. Counts as no change.
    /// </summary>
    /// <param name="entry">A fresh entry of a plugin's type; stays fresh.</param>
    /// <param name="unixMilliseconds">Unix milliseconds; -1: takes the alarm away.</param>
    public abstract void SetAlarm(in Entry entry, long unixMilliseconds);

    /// <summary>The tags of this namespace.</summary>
    public abstract KeyspaceTags Tags { get; }

    /// <summary>Gives an entry of any type further tags. They stay until they are removed, or the key is deleted or stored anew.</summary>
    /// <param name="entry">A fresh entry; refreshed.</param>
    /// <param name="tags">The tags.</param>
    /// <returns>How many were new; -1 when it would carry more than <see cref="TagNames.MaxOfEntry"/>: then nothing was changed.</returns>
    public abstract int AddTags(ref Entry entry, TagNames tags);

    /// <summary>Takes tags off an entry.</summary>
    /// <param name="entry">A fresh entry; refreshed.</param>
    /// <param name="tags">The tags.</param>
    /// <returns>How many it carried.</returns>
    public abstract int RemoveTags(ref Entry entry, TagNames tags);

    /// <summary>Deletes a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>False when there is no such key.</returns>
    public abstract bool Remove(ReadOnlySpan<byte> key);

    /// <summary>Sets when a key expires. A time that has passed removes it at the next look.</summary>
    /// <param name="entry">A fresh entry; refreshed.</param>
    /// <param name="unixMilliseconds">Unix milliseconds; -1: never.</param>
    public abstract void SetExpiry(ref Entry entry, long unixMilliseconds);

    /// <summary>Moves an entry, with expiry and tags, to another key (and namespace), in place of whatever was there.</summary>
    /// <param name="entry">A fresh entry; stale afterwards.</param>
    /// <param name="destination">This keyspace, or another one when the call runs alone.</param>
    /// <param name="key">The new key.</param>
    public abstract void MoveTo(ref Entry entry, Keyspace destination, ReadOnlySpan<byte> key);

    /// <summary>Copies an entry, with expiry and tags, in place of whatever was there.</summary>
    /// <param name="entry">A fresh entry; stale afterwards.</param>
    /// <param name="destination">This keyspace, or another one when the call runs alone.</param>
    /// <param name="key">The new key.</param>
    public abstract void CopyTo(ref Entry entry, Keyspace destination, ReadOnlySpan<byte> key);

    /// <summary>
    /// Visits some entries, with SCAN's guarantee: what is there from the first call to the last is seen at least once.
    /// Takes the shards' locks itself, one at a time, so a call that holds key locks must not use it unless it runs alone.
    /// </summary>
    /// <param name="cursor">
    /// 0 to begin; else what the last call returned. Entries come in the order of their hashes, in which a cursor is a place: any number is
    /// one, so who wants only some entries, by chance, begins anywhere.
    /// </param>
    /// <param name="count">About how many entries to visit.</param>
    /// <param name="visitor">Sees each entry with its shard locked; must not change anything.</param>
    /// <returns>The next cursor; 0: done.</returns>
    public abstract ulong Scan<TVisitor>(ulong cursor, int count, ref TVisitor visitor) where TVisitor : struct, IEntryVisitor, allows ref struct;

    /// <summary>Visits one entry by chance, every one about as likely. Takes a shard's lock itself, as <see cref="Scan"/> does.</summary>
    /// <param name="visitor">Sees the entry.</param>
    /// <returns>False when the keyspace is empty.</returns>
    public abstract bool Random<TVisitor>(ref TVisitor visitor) where TVisitor : struct, IEntryVisitor, allows ref struct;

    /// <summary>Deletes all keys. Only for calls that run alone.</summary>
    /// <param name="inBackground">Gives the memory back beside the traffic; the account drops at once either way.</param>
    /// <returns>How many keys there were.</returns>
    public abstract long Clear(bool inBackground);

    /// <summary>What an entry costs in bytes, all in: its share of the table, the record, native blocks, the object's own report.</summary>
    /// <param name="entry">A fresh entry.</param>
    /// <param name="samples">How many nested elements to look at when a type estimates; 0: all.</param>
    public abstract long MemoryUsage(in Entry entry, int samples = 5);

    /// <summary>The access word that the eviction policy keeps for an entry, and seconds since the entry was last used.</summary>
    /// <param name="entry">A fresh entry.</param>
    public abstract EntryAccess Access(in Entry entry);

    /// <summary>Sets what the eviction policy knows of an entry (RESTORE … IDLETIME | FREQ).</summary>
    /// <param name="entry">A fresh entry.</param>
    /// <param name="idleSeconds">Seconds since it was last used; -1: leave it.</param>
    /// <param name="frequency">The logarithmic counter of an LFU policy, 0 to 255; -1: leave it.</param>
    public abstract void SetAccess(ref Entry entry, long idleSeconds, int frequency);

    private static CommandException IncrementError(IncrementResult result) => new(System.Text.Encoding.UTF8.GetString(result switch
    {
        IncrementResult.WrongType => Errors.WrongType,
        IncrementResult.NotInteger => Errors.NotInteger,
        _ => Errors.Overflow,
    }));
}

/// <summary>What eviction knows of an entry.</summary>
/// <param name="Word">The policy's own 32 bits.</param>
/// <param name="IdleSeconds">Seconds since it was last used; -1 when the policy does not know.</param>
/// <param name="Frequency">The policy's logarithmic use counter, 0 to 255; -1 when the policy keeps none.</param>
public readonly record struct EntryAccess(uint Word, long IdleSeconds, int Frequency);
