using CacheStorm.Plugins.Scripting.Running;

namespace CacheStorm.Plugins.Scripting.Functions;

/// <summary>
/// The libraries of functions, the same for all namespaces. Readers take the snapshot without a lock; changes are made one at a time under
/// the lock.
/// </summary>
internal sealed class FunctionRegistry(FunctionLoader loader, ScriptRunner runner)
{
    private readonly Lock _gate = new();
    private volatile FunctionSnapshot _current = FunctionSnapshot.Empty;

    public FunctionSnapshot Current => _current;

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
                runner.ForgetLibraries();
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
            runner.ForgetLibraries();
            return true;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _current = FunctionSnapshot.Empty;
            runner.ForgetLibraries();
        }
    }

    /// <summary>Takes the libraries of a dump in: all of them or none.</summary>
    /// <exception cref="FunctionException">One of them can't be taken.</exception>
    public void Restore(List<byte[]> sources, RestorePolicy policy)
    {
        lock (_gate)
        {
            FunctionSnapshot restored = FunctionSnapshot.Empty;
            foreach (byte[] source in sources)
                restored = restored.With(LoadBeside(restored, source));
            _current = policy == RestorePolicy.Flush ? restored : _current.With(restored, replaces: policy == RestorePolicy.Replace);
            runner.ForgetLibraries();
        }
    }

    private FunctionLibrary LoadBeside(FunctionSnapshot others, byte[] source)
    {
        byte[] name = LibraryHeader.Parse(source, out int bodyStart);
        if (others.Find(name) is not null)
            throw new FunctionException($"ERR Library '{System.Text.Encoding.Latin1.GetString(name)}' already exists");
        return loader.Load(name, source, bodyStart);
    }
}
