namespace CacheStorm.Plugins.Scripting.Rewriting;

/// <summary>A script is no Lua 5.1; the message is Lua's, with the chunk's name and the line.</summary>
internal sealed class ScriptSyntaxException(string message) : Exception(message);
