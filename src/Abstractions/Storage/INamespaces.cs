namespace CacheStorm;

/// <summary>
/// The namespaces of the server: the numbered ones that SELECT reaches, <c>default</c> and <c>db1</c>, <c>db2</c> …, and those with names of
/// their own, whose indexes follow. Thread-safe; what changes them is for calls that run alone.
/// </summary>
public interface INamespaces
{
    /// <summary>How many SELECT reaches: 0 to this - 1.</summary>
    int DatabaseCount { get; }

    /// <summary>The names of the eviction policies that a namespace may be given.</summary>
    IReadOnlyCollection<string> Policies { get; }

    /// <summary>The namespaces that exist now, by index.</summary>
    /// <returns>Their numbers at this moment.</returns>
    IReadOnlyList<NamespaceStatistics> All();

    /// <summary>Finds a namespace by its name. The numbered ones are always found.</summary>
    /// <param name="name">The name.</param>
    /// <param name="index">Its index.</param>
    bool TryFind(ReadOnlySpan<byte> name, out int index);

    /// <summary>What an index (of a key event, an effect, a client) is called.</summary>
    /// <param name="index">The index.</param>
    /// <returns>Null when there is no such namespace any more.</returns>
    string? NameOf(int index);

    /// <summary>The numbers of one namespace at this moment.</summary>
    /// <param name="index">Its index.</param>
    /// <returns>Null when there is no such namespace any more.</returns>
    NamespaceStatistics? Read(int index);

    /// <summary>Makes a namespace. Only from a call that runs alone.</summary>
    /// <param name="context">The call.</param>
    /// <param name="name">Its name.</param>
    /// <param name="options">What holds in it.</param>
    NamespaceChange Create(CommandContext context, ReadOnlySpan<byte> name, in NamespaceOptions options);

    /// <summary>
    /// Deletes a namespace with all its keys, whose memory is given back beside the traffic. Clients inside fall back to <c>default</c>;
    /// those that wait for keys in it get an error. A numbered one is emptied and loses what it was set up with. Only from a call that runs
    /// alone.
    /// </summary>
    /// <param name="context">The call.</param>
    /// <param name="name">Its name.</param>
    NamespaceChange Delete(CommandContext context, ReadOnlySpan<byte> name);

    /// <summary>
    /// Makes a namespace that the settings name, or sets up a numbered one. Only while the plugin starts: what can't be done ends the
    /// start of the server, with a line that says why.
    /// </summary>
    /// <param name="setting">The setting, for that line.</param>
    /// <param name="name">Its name.</param>
    /// <param name="options">What holds in it.</param>
    void Declare(string setting, string name, in NamespaceOptions options);

    /// <summary>
    /// Visits some entries of any namespace, as <see cref="Keyspace.Scan"/> does. Only from a call whose command names no keys, or that runs
    /// alone.
    /// </summary>
    /// <param name="context">The call.</param>
    /// <param name="index">The namespace.</param>
    /// <param name="cursor">0, or what the last call returned; any number is a place to begin.</param>
    /// <param name="count">About how many to visit.</param>
    /// <param name="visitor">Sees each entry with its shard locked; must not change anything.</param>
    /// <returns>The next cursor; 0: done.</returns>
    ulong Scan<TVisitor>(CommandContext context, int index, ulong cursor, int count, ref TVisitor visitor)
        where TVisitor : struct, IEntryVisitor, allows ref struct;

    /// <summary>
    /// Brings a namespace below its quota, for a call that runs alone and is about to write into another namespace than its client's.
    /// </summary>
    /// <param name="context">The call.</param>
    /// <param name="index">The namespace.</param>
    /// <returns>False when it can't be done: the write must be refused with <see cref="Errors.OutOfMemory"/>.</returns>
    bool TryMakeRoom(CommandContext context, int index);

    /// <summary>Exchanges the contents of two namespaces in one step. Only from a call that runs alone.</summary>
    /// <param name="context">The call.</param>
    /// <param name="first">One index.</param>
    /// <param name="second">The other.</param>
    void Swap(CommandContext context, int first, int second);

    /// <summary>Deletes all keys of all namespaces. Only from a call that runs alone.</summary>
    /// <param name="context">The call.</param>
    /// <param name="inBackground">Gives the memory back beside the traffic.</param>
    /// <returns>How many keys there were.</returns>
    long ClearAll(CommandContext context, bool inBackground);
}

/// <summary>The numbers of one namespace.</summary>
/// <param name="Index">Its index.</param>
/// <param name="Name">Its name.</param>
/// <param name="Keys">How many keys.</param>
/// <param name="Expires">How many of them expire.</param>
/// <param name="AverageTtl">The average time to live of those, in milliseconds, estimated.</param>
/// <param name="MemoryBytes">What its entries cost.</param>
/// <param name="Hits">Reads that found their key.</param>
/// <param name="Misses">Reads that did not.</param>
/// <param name="Expired">Keys that expired.</param>
/// <param name="Evicted">Keys that were evicted.</param>
public readonly record struct NamespaceStatistics(int Index, string Name, long Keys, long Expires, long AverageTtl,
    long MemoryBytes, long Hits, long Misses, long Expired, long Evicted)
{
    /// <summary>What holds in it alone.</summary>
    public NamespaceOptions Options { get; init; }

    /// <summary>The name of the eviction policy in force.</summary>
    public string Policy { get; init; } = "";

    /// <summary>When it was made, or first used, in Unix milliseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>How many tags its entries carry.</summary>
    public long Tags { get; init; }

    /// <summary>What <see cref="MemoryBytes"/> is made of.</summary>
    public NamespaceMemory Memory { get; init; }

    /// <summary>Keys that were invalidated by a tag and taken back.</summary>
    public long Invalidated { get; init; }
}
