namespace CacheStorm;

/// <summary>
/// Ends a command with an error reply. For rare cases deep in a call; a handler that knows its error writes it to
/// <see cref="CommandContext.Reply"/> and returns, which is far cheaper.
/// </summary>
/// <param name="reply">The error with its code and without the leading dash, as <c>ERR no such key</c>.</param>
public sealed class CommandException(string reply) : Exception(reply);
