namespace CacheStorm.Plugins.Scripting.Lua;

/// <summary>
/// Why a script is ended from outside. Managed code can't raise Lua's errors, so it makes <c>luaL_error</c> itself the hook of the next
/// instruction: its second argument, for a hook a record that begins with the event's number, is then read as the message, a single
/// control character. The hook stays, so no <c>pcall</c> of the script holds it up; what the client hears depends on this.
/// </summary>
internal enum Unwinding
{
    /// <summary>It runs.</summary>
    None,
    /// <summary>SCRIPT KILL.</summary>
    Killed,
    /// <summary>It reached for keys that are not locked and has changed nothing: it runs again, alone.</summary>
    RunAlone,
    /// <summary>A library's code ran for too long while it was loaded.</summary>
    LoadTimedOut,
    /// <summary>It used more memory than it may.</summary>
    OutOfMemory,
}
