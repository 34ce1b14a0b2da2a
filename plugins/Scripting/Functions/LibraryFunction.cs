using CacheStorm.Plugins.Scripting.Scripts;

namespace CacheStorm.Plugins.Scripting.Functions;

/// <summary>A function as a library's code registers it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What its author says of it; null: nothing.</param>
/// <param name="Flags">What it promises.</param>
/// <param name="Callback">Where the Lua state that ran the code keeps the function.</param>
internal sealed record RegisteredFunction(byte[] Name, byte[]? Description, ScriptFlags Flags, int Callback);

/// <summary>A function that FCALL can call. Immutable.</summary>
internal sealed class LibraryFunction
{
    public LibraryFunction(FunctionLibrary library, RegisteredFunction registered)
    {
        Name = registered.Name;
        Description = registered.Description;
        Flags = registered.Flags;
        Script = new Script(System.Text.Encoding.Latin1.GetString(registered.Name), library.Body, registered.Flags) { Library = library };
    }

    public byte[] Name { get; }

    public byte[]? Description { get; }

    public ScriptFlags Flags { get; }

    /// <summary>The function as something that runs.</summary>
    public Script Script { get; }
}
