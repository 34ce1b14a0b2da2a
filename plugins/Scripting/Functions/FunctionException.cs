namespace CacheStorm.Plugins.Scripting.Functions;

/// <summary>A library can't be taken; the message is the error's text.</summary>
internal sealed class FunctionException(string message) : Exception(message);
