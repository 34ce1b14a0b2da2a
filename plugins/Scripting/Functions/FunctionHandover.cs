namespace CacheStorm.Plugins.Scripting.Functions;

/// <summary>
/// Carries the libraries over when the plugin is exchanged, as FUNCTION DUMP would. Scripts are not: as in Redis a client may find at any time that the
/// server does not know its script any more, and sends it again.
/// </summary>
internal sealed class FunctionHandover(FunctionRegistry functions) : IReloadHandover
{
    private const string Libraries = "libraries";

    /// <inheritdoc/>
    public void Save(ReloadState state) => state.Set(Libraries, FunctionDump.Write(functions.Current));

    /// <inheritdoc/>
    public void Restore(ReloadState state)
    {
        if (!state.TryGet(Libraries, out byte[]? dump))
            return;
        if (!FunctionDump.TryRead(dump, out List<byte[]>? sources, out ReadOnlySpan<byte> problem))
            throw new ReloadRefusedException($"its functions can't be read by the new build: {System.Text.Encoding.UTF8.GetString(problem)}");
        try
        {
            functions.Restore(sources, RestorePolicy.Flush);
        }
        catch (FunctionException e)
        {
            throw new ReloadRefusedException($"the new build refuses a library of functions: {e.Message}");
        }
    }
}
