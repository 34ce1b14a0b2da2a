using System.Text;

namespace CacheStorm.Plugins.Scripting.Functions;

/// <summary>Puts libraries together, one after the other; what fails changes nothing that is published.</summary>
internal sealed class FunctionSnapshotBuilder(FunctionSnapshot start)
{
    public FunctionSnapshot Snapshot { get; private set; } = start;

    /// <summary>Adds a library.</summary>
    /// <exception cref="FunctionException">Its name or a function's is taken.</exception>
    public void Add(FunctionLibrary library, bool replaces)
    {
        FunctionSnapshot snapshot = Snapshot;
        if (snapshot.Find(library.Name) is { } old)
        {
            if (!replaces)
                throw new FunctionException($"ERR Library {Encoding.Latin1.GetString(library.Name)} already exists");
            snapshot = snapshot.Without(old);
        }
        Snapshot = snapshot.With(library);
    }

    /// <summary>Adds the libraries of another snapshot. Those that they replace go first, so that functions may move between libraries.</summary>
    /// <exception cref="FunctionException">A name is taken.</exception>
    public void Join(FunctionSnapshot other, bool replaces)
    {
        foreach (FunctionLibrary library in other.Libraries)
        {
            if (Snapshot.Find(library.Name) is not { } old)
                continue;
            if (!replaces)
                throw new FunctionException($"ERR Library {Encoding.Latin1.GetString(library.Name)} already exists");
            Snapshot = Snapshot.Without(old);
        }
        foreach (FunctionLibrary library in other.Libraries)
            Snapshot = Snapshot.With(library);
    }
}
