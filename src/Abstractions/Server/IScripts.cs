namespace CacheStorm;

/// <summary>
/// What the server knows of scripts. Exported by whichever plugin runs them, so take it as <see cref="IImport{T}"/>: without such a plugin there
/// are none. Thread-safe.
/// </summary>
public interface IScripts
{
    /// <summary>What is kept of scripts and functions now. Looks at all libraries and all interpreters: for reports.</summary>
    ScriptStatistics Statistics { get; }
}

/// <summary>Numbers of scripts and functions.</summary>
/// <param name="Scripts">Scripts that are known by their SHA1.</param>
/// <param name="Libraries">Libraries of functions.</param>
/// <param name="Functions">Functions in them.</param>
/// <param name="ScriptBytes">What keeping the scripts takes, about.</param>
/// <param name="LibraryBytes">What keeping the libraries takes, about.</param>
/// <param name="InterpreterBytes">What the interpreters take that scripts and functions run in.</param>
public readonly record struct ScriptStatistics(int Scripts, int Libraries, int Functions, long ScriptBytes, long LibraryBytes, long InterpreterBytes);
