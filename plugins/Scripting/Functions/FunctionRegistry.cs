namespace CacheStorm.Plugins.Scripting.Functions;

/// <summary>
/// The libraries of functions, the same for all namespaces. Readers take the snapshot without a lock; changes are made one at a time under
/// the lock. A new <see cref="Generation"/> tells the Lua states that a library is gone.
/// </summary>
internal sealed class FunctionRegistry(FunctionLoader loader)
{
    private readonly Lock _gate = new();
    private volatile FunctionSnapshot _current = FunctionSnapshot.Empty;
    private int _generation;

    public FunctionSnapshot Current => _current;

    public int Generation => Volatile.Read(ref _generation);

    /// <summary>Takes a library in.</summary>
    /// <returns>Its name.</returns>
    /// <exception cref="FunctionException">It can't be.</exception>
    public byte[] Load(ReadOnlySpan<byte> source, bool replaces)
    {
        byte[] name = LibraryHeader.Parse(source, out int bodyStart);
        lock (_gate)
        {
            FunctionSnapshot current = _current;
            FunctionLibrary? old = current.Find(name);
            if (old is not null && !replaces)
                throw new FunctionException($"ERR Library '{System.Text.Encoding.Latin1.GetString(name)}' already exists");

            FunctionLibrary library = loader.Load(name, source.ToArray(), bodyStart);
            _current = (old is null ? current : current.Without(old)).With(library);
            if (old is not null)
                Interlocked.Increment(ref _generation);
        }
        return name;
    }

    public bool Delete(ReadOnlySpan<byte> name)
    {
        lock (_gate)
        {
            FunctionSnapshot current = _current;
            if (current.Find(name) is not { } library)
                return false;
            _current = current.Without(library);
            Interlocked.Increment(ref _generation);
            return true;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _current = FunctionSnapshot.Empty;
            Interlocked.Increment(ref _generation);
        }
    }

    /// <summary>Takes the libraries of a dump in: all of them or none.</summary>
    /// <exception cref="FunctionException">One of them can't be taken.</exception>
    public void Restore(List<byte[]> sources, RestorePolicy policy)
    {
        lock (_gate)
        {
            var libraries = new FunctionSnapshotBuilder(FunctionSnapshot.Empty);
            foreach (byte[] source in sources)
                libraries.Add(loader.Load(source), replaces: false);

            FunctionSnapshot next = libraries.Snapshot;
            if (policy != RestorePolicy.Flush)
            {
                var joined = new FunctionSnapshotBuilder(_current);
                joined.Join(next, policy == RestorePolicy.Replace);
                next = joined.Snapshot;
            }
            _current = next;
            Interlocked.Increment(ref _generation);
        }
    }
}
