namespace CacheStorm.Host.Commands;

/// <summary>A command can't be what its attributes say, or its name is taken. The message names the method or both plugins.</summary>
internal sealed class CommandDeclarationException(string message) : Exception(message);
