using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CacheStorm.Plugins.Scripting.Functions;

/// <summary>All libraries at one moment, in the order in which they came, and their functions by name. Immutable once it is published.</summary>
internal sealed class FunctionSnapshot
{
    public static readonly FunctionSnapshot Empty = new([]);

    private readonly Dictionary<byte[], LibraryFunction> _functions = new(FunctionNameComparer.Instance);
    private readonly Dictionary<byte[], LibraryFunction>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    private FunctionSnapshot(List<FunctionLibrary> libraries)
    {
        Libraries = libraries;
        _lookup = _functions.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public List<FunctionLibrary> Libraries { get; }

    /// <summary>How many functions there are.</summary>
    public int FunctionCount { get; private set; }

    public bool TryGetFunction(ReadOnlySpan<byte> name, [NotNullWhen(true)] out LibraryFunction? function) => _lookup.TryGetValue(name, out function);

    public FunctionLibrary? Find(ReadOnlySpan<byte> library)
    {
        foreach (FunctionLibrary candidate in Libraries)
        {
            if (candidate.Name.AsSpan().SequenceEqual(library))
                return candidate;
        }
        return null;
    }

    /// <summary>Without a library.</summary>
    public FunctionSnapshot Without(FunctionLibrary library)
    {
        var next = new FunctionSnapshot(new List<FunctionLibrary>(Libraries.Count));
        foreach (FunctionLibrary kept in Libraries)
        {
            if (kept != library)
                next.Take(kept);
        }
        return next;
    }

    /// <summary>With one library more.</summary>
    /// <exception cref="FunctionException">A function of that name is there.</exception>
    public FunctionSnapshot With(FunctionLibrary library)
    {
        foreach (LibraryFunction function in library.Functions)
        {
            if (_functions.ContainsKey(function.Name))
                throw new FunctionException($"ERR Function {Encoding.Latin1.GetString(function.Name)} already exists");
        }
        var next = new FunctionSnapshot(new List<FunctionLibrary>(Libraries.Count + 1));
        foreach (FunctionLibrary kept in Libraries)
            next.Take(kept);
        next.Take(library);
        return next;
    }

    /// <summary>With the libraries of another snapshot. Those that they replace go first, so that functions may move between libraries.</summary>
    /// <exception cref="FunctionException">A name is taken.</exception>
    public FunctionSnapshot With(FunctionSnapshot others, bool replaces)
    {
        FunctionSnapshot next = this;
        foreach (FunctionLibrary library in others.Libraries)
        {
            if (next.Find(library.Name) is not { } old)
                continue;
            if (!replaces)
                throw new FunctionException($"ERR Library {Encoding.Latin1.GetString(library.Name)} already exists");
            next = next.Without(old);
        }
        foreach (FunctionLibrary library in others.Libraries)
            next = next.With(library);
        return next;
    }

    private void Take(FunctionLibrary library)
    {
        Libraries.Add(library);
        FunctionCount += library.Functions.Length;

        // Names that differ in their case only: the first is the one that is called.
        foreach (LibraryFunction function in library.Functions)
            _functions.TryAdd(function.Name, function);
    }
}
