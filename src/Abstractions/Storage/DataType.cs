namespace CacheStorm;

/// <summary>
/// A type of value: how it is named, laid out, copied, measured and written down. One instance a type, made by its plugin (found by
/// scanning) and shared by all threads; every method gets the entry with its lock held.
/// </summary>
public abstract class DataType
{
    /// <summary>The name that TYPE answers, as <c>hash</c>. Unique on a server.</summary>
    public abstract string Name { get; }

    /// <summary>The server's number for the type while it runs; 0 is the string. Set at registration.</summary>
    public int Id { get; internal set; } = -1;

    /// <summary>True when <see cref="Release"/> does something. Set at registration.</summary>
    internal bool HasRelease { get; set; }

    /// <summary>The version of the form that <see cref="Write"/> produces, stored with it.</summary>
    public virtual int Version => 1;

    /// <summary>
    /// The version of how values lie in memory. Raise it whenever code that has the old layout in its hands would read it wrongly: values stay
    /// where they are when the plugin is reloaded, and another layout refuses the reload while there are any. Objects
    /// (<see cref="ObjectDataType"/>) belong to the old code and are carried over by <see cref="Write"/> and <see cref="TryRead"/>, whatever this says.
    /// </summary>
    public virtual int LayoutVersion => 1;

    /// <summary>True when values own <see cref="NativeBlocks"/>.</summary>
    public virtual bool UsesNativeBlocks => false;

    /// <summary>What OBJECT ENCODING answers.</summary>
    /// <param name="entry">The entry.</param>
    public abstract string EncodingOf(in Entry entry);

    /// <summary>
    /// The type byte of Redis' RDB format for this value, or <see cref="RdbType.Custom"/>: then the server frames the value with the type's name and version.
    /// </summary>
    /// <param name="entry">The entry.</param>
    public virtual byte RdbTypeOf(in Entry entry) => RdbType.Custom;

    /// <summary>The RDB type bytes that <see cref="TryRead"/> understands besides its own custom form.</summary>
    public virtual ReadOnlySpan<byte> ReadableRdbTypes => [];

    /// <summary>Writes the value down, without the type byte: for DUMP, snapshots and reload.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="writer">Receives it.</param>
    public abstract void Write(in Entry entry, RdbWriter writer);

    /// <summary>
    /// Reads a value that <see cref="Write"/> (or Redis) has written and stores it in place of whatever is at the key.
    /// The bytes may come from a stranger: check them before storing anything, and allocate nothing that they only promise.
    /// </summary>
    /// <param name="reader">Stands behind the type byte.</param>
    /// <param name="rdbType">The type byte.</param>
    /// <param name="version">The version it was written with (custom form), else 0.</param>
    /// <param name="keyspace">Where to store it.</param>
    /// <param name="key">The key.</param>
    /// <param name="expiry">Its expiry.</param>
    /// <returns>False when the bytes are broken; what was at the key is still there then.</returns>
    public abstract bool TryRead(ref RdbReader reader, byte rdbType, int version, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry);

    /// <summary>
    /// When the value wants <see cref="OnAlarm"/> to be called; asked after that was, and where a value was moved or copied to. Must be cheap.
    /// What stores a value by other ways (a command, <see cref="TryRead"/>) calls <see cref="Keyspace.SetAlarm"/> itself.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <returns>Unix milliseconds; -1: never.</returns>
    public virtual long NextAlarm(in Entry entry) => -1;

    /// <summary>
    /// A value's alarm rings: that millisecond has passed. Called on the server's own thread as work on one key, as <see cref="IExecutor.Run"/>
    /// does: <see cref="CommandContext.Key"/> is the key (gone by now, perhaps: it may have expired), no other may be touched. Replies go
    /// nowhere; only <see cref="CommandEffects.Rewrite"/> passes something on. Should do some hundred microseconds of work at most: while
    /// <see cref="NextAlarm"/> lies in the past it is called again, at once if it has changed something, else a second later.
    /// </summary>
    /// <param name="context">The call.</param>
    public virtual void OnAlarm(CommandContext context) { }

    /// <summary>Frees what the value owns beyond its own bytes and native blocks. Called when the entry goes.</summary>
    /// <param name="entry">The entry.</param>
    public virtual void Release(in Entry entry) { }

    /// <summary>Makes the value of a copied entry independent of the original. Bytes are copied already; native blocks and objects are not.</summary>
    /// <param name="source">The original.</param>
    /// <param name="copy">The copy: same bytes, no blocks.</param>
    /// <param name="sourceBlocks">The original's blocks.</param>
    /// <param name="copyBlocks">The copy's blocks.</param>
    /// <param name="root">The copy's bytes, writable: block handles in it must be replaced.</param>
    public virtual void CopyBlocks(in Entry source, in Entry copy, NativeBlocks sourceBlocks, NativeBlocks copyBlocks, Span<byte> root) { }

    /// <summary>Mixes the value's content into DEBUG DIGEST, independent of its layout.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="digest">Receives the content.</param>
    public abstract void Digest(in Entry entry, ContentDigest digest);
}

/// <summary>A type whose values are managed objects.</summary>
public abstract class ObjectDataType : DataType
{
    /// <summary>The bytes an object costs now. Called after changes; must be cheap.</summary>
    /// <param name="value">The object.</param>
    public abstract long SizeOf(object value);

    /// <summary>An independent copy, for COPY.</summary>
    /// <param name="value">The object.</param>
    public abstract object Copy(object value);
}

/// <summary>A type whose values are objects of one class.</summary>
/// <typeparam name="T">The class.</typeparam>
public abstract class ObjectDataType<T> : ObjectDataType where T : class
{
    /// <inheritdoc cref="ObjectDataType.SizeOf(object)"/>
    public abstract long SizeOf(T value);

    /// <inheritdoc cref="ObjectDataType.Copy(object)"/>
    public abstract T Copy(T value);

    /// <inheritdoc/>
    public sealed override long SizeOf(object value) => SizeOf((T)value);

    /// <inheritdoc/>
    public sealed override object Copy(object value) => Copy((T)value);

    /// <summary>Finds a value of this type.</summary>
    /// <param name="keyspace">Where to look.</param>
    /// <param name="key">The key.</param>
    /// <param name="entry">The entry, when found.</param>
    /// <param name="value">The object, when found.</param>
    /// <param name="lookup">What the look leaves behind.</param>
    public LookupResult TryOpen(Keyspace keyspace, ReadOnlySpan<byte> key, out Entry entry, out T? value, Lookup lookup = Lookup.Read)
    {
        value = null;
        if (!keyspace.TryFind(key, out entry, lookup))
            return LookupResult.Missing;
        if (entry.Type != this)
            return LookupResult.WrongType;
        value = (T)entry.Object!;
        return LookupResult.Found;
    }
}
