namespace CacheStorm;

/// <summary>
/// The tags of one namespace: names that entries carry, as they carry an expiry, and by which they are found and invalidated together.
/// A tag exists as long as an entry carries it; links between tags exist on their own. Reached by <see cref="Keyspace.Tags"/>, and used
/// on the call's thread as the keyspace is. What an entry carries is changed by <see cref="Keyspace"/>; see <see cref="Keyspace.AddTags"/>.
/// </summary>
public abstract class KeyspaceTags
{
    private protected KeyspaceTags() { }

    /// <summary>How many tags there are. Needs no lock.</summary>
    public abstract long Count { get; }

    /// <summary>The bytes of the index alone: names, lists, links between tags; what entries pay for theirs is part of the entries. Needs no lock.</summary>
    public abstract long IndexBytes { get; }

    /// <summary>Invalidations and removals whose entries have not all been looked at yet. Needs no lock.</summary>
    public abstract long PendingEntries { get; }

    /// <summary>The number of the last invalidation on the server, in whichever namespace; 0: none yet. Needs no lock.</summary>
    public abstract long LatestNumber { get; }

    /// <summary>
    /// What has a lower number says nothing of what is here now: since then the namespace was emptied, swapped or deleted. Needs no lock.
    /// </summary>
    public abstract long FloorNumber { get; }

    /// <summary>
    /// How many keys carry a tag, exactly. At once, but where the tag's entries carry other tags that were invalidated a moment ago: then
    /// each of them is looked at (see <see cref="IsSettled"/>).
    /// </summary>
    /// <param name="tag">The tag.</param>
    public abstract long CountOf(ReadOnlySpan<byte> tag);

    /// <summary>True when <see cref="CountOf"/> knows without looking at more than a few hundred entries.</summary>
    /// <param name="tag">The tag.</param>
    public abstract bool IsSettled(ReadOnlySpan<byte> tag);

    /// <summary>Calls back, on any thread, once all entries that were invalidated so far are gone.</summary>
    /// <param name="settled">What to call; must be quick.</param>
    /// <returns>False when that is so already; then nothing is called.</returns>
    public abstract bool WhenSettled(Action settled);

    /// <summary>
    /// Collects keys whose time is up, so that they don't count. For calls that hold no key's lock, or run alone (those collect some
    /// thousands at most, so it is called before running alone as well); costs nothing the second time within a millisecond.
    /// </summary>
    public abstract void CollectExpired();

    /// <summary>What is known of a tag.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="facts">Its facts, as far as they are known.</param>
    /// <returns>False when no key carries it and nothing is remembered of it.</returns>
    public abstract bool TryRead(ReadOnlySpan<byte> tag, out TagFacts facts);

    /// <summary>Visits each entry that carries a tag. Only for calls that run alone.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="visitor">Sees the entries, in no particular order; must not change anything.</param>
    /// <param name="most">How many to look at, at most.</param>
    public abstract void Visit<TVisitor>(ReadOnlySpan<byte> tag, ref TVisitor visitor, int most = int.MaxValue) where TVisitor : struct, IEntryVisitor, allows ref struct;

    /// <summary>Visits some tags, with SCAN's guarantee.</summary>
    /// <param name="cursor">0, or what the last call returned.</param>
    /// <param name="count">About how many to visit.</param>
    /// <param name="visitor">Sees the tags, under the index's lock; must not touch the keyspace.</param>
    /// <returns>The next cursor; 0: done.</returns>
    public abstract ulong Scan<TVisitor>(ulong cursor, int count, ref TVisitor visitor) where TVisitor : struct, ITagVisitor, allows ref struct;

    /// <summary>Takes a tag off all keys, which stay. In one step, whatever their number. Only for calls that run alone.</summary>
    /// <param name="tag">The tag.</param>
    /// <returns>How many carried it.</returns>
    public abstract long Remove(ReadOnlySpan<byte> tag);

    /// <summary>
    /// Invalidates entries by their tags: from one instant on none of them exists for anybody. Their memory is taken back beside the
    /// traffic. Takes as long as there are tags, not keys; but <see cref="TagMatch.All"/> looks at each key of the rarest tag. Tells
    /// <see cref="ITagObserver"/>. Only for calls that run alone.
    /// </summary>
    /// <param name="tags">The tags.</param>
    /// <param name="how">Which entries, and how.</param>
    public abstract TagInvalidationResult Invalidate(TagNames tags, in TagInvalidationOptions how);

    /// <summary>Makes a tag the child of another. Only for calls that run alone.</summary>
    /// <param name="parent">The one.</param>
    /// <param name="child">The other.</param>
    public abstract TagLinkResult Link(ReadOnlySpan<byte> parent, ReadOnlySpan<byte> child);

    /// <summary>Takes a link away. Only for calls that run alone.</summary>
    /// <param name="parent">The one.</param>
    /// <param name="child">The other.</param>
    /// <returns>False when there was none.</returns>
    public abstract bool Unlink(ReadOnlySpan<byte> parent, ReadOnlySpan<byte> child);

    /// <summary>The children of a tag, in no particular order. Needs no lock.</summary>
    /// <param name="parent">The tag.</param>
    /// <returns>Their names; must not be changed.</returns>
    public abstract IReadOnlyList<ReadOnlyMemory<byte>> ChildrenOf(ReadOnlySpan<byte> parent);

    /// <summary>All tags that have children. Needs no lock.</summary>
    /// <returns>Their names; must not be changed.</returns>
    public abstract IReadOnlyList<ReadOnlyMemory<byte>> Parents();

    /// <summary>A token of the tags' state now: see <see cref="TokenHolds"/>.</summary>
    /// <param name="tags">The tags.</param>
    /// <returns>Printable bytes, 40 and 11 a tag, about; good in this namespace until the server stops.</returns>
    public abstract byte[] TokenOf(TagNames tags);

    /// <summary>
    /// True when none of a token's tags was invalidated since it was made. May be false without cause (when thousands of other tags were
    /// invalidated meanwhile, or the namespace was flushed or swapped), never true without.
    /// </summary>
    /// <param name="token">The token.</param>
    /// <returns>Null when it is no token.</returns>
    public abstract bool? TokenHolds(ReadOnlySpan<byte> token);
}

/// <summary>What is known of a tag.</summary>
/// <param name="Generation">The number of the last invalidation that hit it; 0: none, or it is forgotten.</param>
/// <param name="CreatedAt">When it came to be, in Unix milliseconds; 0: no key carries it.</param>
/// <param name="LastInvalidatedAt">When it was invalidated last, in Unix milliseconds; 0: not as far as is remembered.</param>
/// <param name="Invalidations">How often, as far as is remembered.</param>
public readonly record struct TagFacts(long Generation, long CreatedAt, long LastInvalidatedAt, long Invalidations);

/// <summary>Visits tags.</summary>
public interface ITagVisitor
{
    /// <summary>Sees one tag; its name is valid until the method returns.</summary>
    /// <param name="tag">The name.</param>
    void Visit(ReadOnlySpan<byte> tag);
}

/// <summary>What became of linking two tags.</summary>
public enum TagLinkResult
{
    /// <summary>They are linked.</summary>
    Linked,
    /// <summary>They were linked already.</summary>
    Exists,
    /// <summary>The child is the parent, or one of those above it: nothing was changed.</summary>
    Circle,
}

/// <summary>Which entries an invalidation hits.</summary>
public enum TagMatch
{
    /// <summary>Those that carry at least one of the tags.</summary>
    Any,
    /// <summary>Those that carry all of them.</summary>
    All,
}

/// <summary>How tags are invalidated.</summary>
public readonly record struct TagInvalidationOptions
{
    /// <summary>Which entries.</summary>
    public TagMatch Match { get; init; }

    /// <summary>True: with each tag all its descendants.</summary>
    public bool Cascade { get; init; }

    /// <summary>
    /// Unix milliseconds until which entries stay readable, but for the first reader of each, who is to renew it; 0: they are gone at once.
    /// An entry that is stale already ends when it would have, and one more reader is sent to renew it.
    /// </summary>
    public long StaleUntil { get; init; }
}

/// <summary>What an invalidation did.</summary>
/// <param name="Number">Its number. Numbers grow over all namespaces, for as long as the server runs.</param>
/// <param name="Keys">How many keys it hit; good unless <paramref name="Pending"/> says that they are still being counted.</param>
/// <param name="Pending">Null when they have been counted.</param>
public readonly record struct TagInvalidationResult(long Number, long Keys, PendingCount? Pending);

/// <summary>
/// How many keys an invalidation hit, where that shows only while their memory is taken back: many of them carry several tags, and were hit
/// by several invalidations. The invalidation itself is in force. Thread-safe.
/// </summary>
public abstract class PendingCount
{
    /// <summary>Calls back, on any thread, once it is known.</summary>
    /// <param name="known">What to call; must be quick.</param>
    /// <returns>False when it is known already; then nothing is called.</returns>
    public abstract bool WhenKnown(Action known);

    /// <summary>How many; at once when it is known, else after taking back what is needed to know it. On the thread of the call that runs alone.</summary>
    public abstract long Count();
}

/// <summary>
/// Hears of invalidations. Found by scanning the plugin. Called on the thread of the call, which runs alone, once the entries are gone:
/// must be quick, must not touch the keyspace, must not throw. The keys follow one by one, as they are taken back, as
/// <see cref="KeyEventKinds.Invalidated"/>.
/// </summary>
public interface ITagObserver
{
    /// <summary>Tags were invalidated.</summary>
    /// <param name="what">Which, and how.</param>
    void Invalidated(TagInvalidation what);
}

/// <summary>An invalidation that took place.</summary>
/// <param name="Namespace">The namespace's index.</param>
/// <param name="Number">Its number.</param>
/// <param name="UnixMilliseconds">When.</param>
/// <param name="Tags">The tags, with those that a cascade reached.</param>
/// <param name="Options">How.</param>
/// <param name="Client">Who did it.</param>
public sealed record TagInvalidation(int Namespace, long Number, long UnixMilliseconds, IReadOnlyList<ReadOnlyMemory<byte>> Tags,
    TagInvalidationOptions Options, ClientSession? Client);
