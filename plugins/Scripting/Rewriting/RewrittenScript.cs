namespace CacheStorm.Plugins.Scripting.Rewriting;

/// <summary>A script of Lua 5.1 as Lua 5.4 can run it. Immutable.</summary>
/// <param name="Text">The source of a chunk that takes the values of <paramref name="Imports"/> and gives the script as a function.</param>
/// <param name="Imports">Names of globals, which no script can change, that the chunk takes over once.</param>
/// <param name="SharesArguments">Code that it loads, or a look into <c>_G</c>, may ask for KEYS and ARGV as globals.</param>
internal sealed record RewrittenScript(byte[] Text, string[] Imports, bool SharesArguments);
