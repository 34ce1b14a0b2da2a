using CacheStorm.Plugins.Scripting.Functions;
using CacheStorm.Plugins.Scripting.Scripts;

namespace CacheStorm.Plugins.Scripting.Running;

/// <summary>Counts scripts, functions and what they take, for reports. Has no state of its own.</summary>
internal sealed class ScriptCensus(ScriptCache scripts, FunctionRegistry functions, MachineWatch machines) : IScripts
{
    /// <inheritdoc/>
    public ScriptStatistics Statistics
    {
        get
        {
            FunctionSnapshot libraries = functions.Current;
            long libraryBytes = 0;
            foreach (FunctionLibrary library in libraries.Libraries)
                libraryBytes += library.Bytes;
            return new(scripts.Count, libraries.Libraries.Count, libraries.FunctionCount, scripts.Bytes, libraryBytes, machines.UsedBytes);
        }
    }
}
