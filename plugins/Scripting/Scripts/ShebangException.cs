namespace CacheStorm.Plugins.Scripting.Scripts;

/// <summary>The first line of a script is wrong; the message is the error's text.</summary>
internal sealed class ShebangException(string message) : Exception(message);
