using System.Diagnostics.CodeAnalysis;
using CacheStorm.Plugins.Scripting.Rewriting;

namespace CacheStorm.Plugins.Scripting.Functions;

/// <summary>A library of functions: its source, and what its code registered when it was loaded. Immutable; each Lua state runs the code
/// once for itself when it is asked for one of the functions.</summary>
internal sealed class FunctionLibrary
{
    /// <summary>What objects take beside texts, about.</summary>
    private const int Overhead = 200;

    private readonly LibraryFunction[] _functions;

    public FunctionLibrary(byte[] name, byte[] source, RewrittenScript body, List<RegisteredFunction> registered)
    {
        Name = name;
        Source = source;
        Body = body;
        _functions = new LibraryFunction[registered.Count];
        for (int i = 0; i < _functions.Length; i++)
            _functions[i] = new LibraryFunction(this, registered[i]);
    }

    public byte[] Name { get; }

    /// <summary>The source as it came, with its first line.</summary>
    public byte[] Source { get; }

    /// <summary>What Lua compiles.</summary>
    public RewrittenScript Body { get; }

    /// <summary>Bytes of the library, about.</summary>
    public long Bytes
    {
        get
        {
            long bytes = Overhead + Name.Length + Source.Length + Body.Text.Length;
            foreach (LibraryFunction function in _functions)
                bytes += Overhead + function.Name.Length + (function.Description?.Length ?? 0);
            return bytes;
        }
    }

    public ReadOnlySpan<LibraryFunction> Functions => _functions;

    public bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out LibraryFunction? function)
    {
        foreach (LibraryFunction candidate in _functions)
        {
            if (candidate.Name.AsSpan().SequenceEqual(name))
            {
                function = candidate;
                return true;
            }
        }
        function = null;
        return false;
    }
}
