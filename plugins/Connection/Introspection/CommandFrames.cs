using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Plugins.Connection.Introspection;

/// <summary>
/// The finished frames of commands, made when first asked for, for each protocol. They live as long as the command's
/// description does. Thread-safe: two threads may make the same frame, and one of the two equal ones stays.
/// </summary>
internal sealed class CommandFrames(ILogger logger)
{
    private readonly CommandDocsFrame _docs = new(logger);
    private readonly ConditionalWeakTable<CommandInfo, Frames> _frames = [];

    public void WriteInfo(ReplyWriter reply, CommandInfo command)
    {
        byte[]?[] cached = FramesOf(command).Info;
        reply.Raw(cached[IndexOf(reply)] ??= Render(command, reply.ProtocolVersion, CommandInfoFrame.Write));
    }

    public void WriteDocs(ReplyWriter reply, CommandInfo command)
    {
        byte[]?[] cached = FramesOf(command).Docs;
        reply.Raw(cached[IndexOf(reply)] ??= Render(command, reply.ProtocolVersion, _docs.Write));
    }

    private Frames FramesOf(CommandInfo command)
    {
        if (_frames.TryGetValue(command, out Frames? frames) && frames.IsOf(command))
            return frames;
        // A container whose subcommands have changed since: a plugin came or went.
        frames = new Frames(command.Subcommands);
        _frames.AddOrUpdate(command, frames);
        return frames;
    }

    private static int IndexOf(ReplyWriter reply) => reply.ProtocolVersion >= 3 ? 1 : 0;

    private static byte[] Render(CommandInfo command, int protocol, Action<ReplyWriter, CommandInfo> write)
    {
        var writer = new ReplyWriter(protocol);
        write(writer, command);
        byte[] frame = writer.ToArray();
        writer.Reset();
        return frame;
    }

    private sealed class Frames(IReadOnlyList<CommandInfo> subcommands)
    {
        public readonly byte[]?[] Info = new byte[]?[2];
        public readonly byte[]?[] Docs = new byte[]?[2];
        private readonly CommandInfo[] _subcommands = [.. subcommands];

        /// <summary>Whether the subcommands are still those that the frames show.</summary>
        public bool IsOf(CommandInfo command)
        {
            if (command.Subcommands.Count != _subcommands.Length)
                return false;
            for (int i = 0; i < _subcommands.Length; i++)
            {
                if (command.Subcommands[i] != _subcommands[i])
                    return false;
            }
            return true;
        }
    }
}
