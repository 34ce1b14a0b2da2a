using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using CacheStorm.Host.Commands;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Dispatch;

/// <content>What stands between a request and its handler, and what comes of faults. Mostly cold.</content>
internal sealed partial class Engine
{
    private const int MostNameBytes = 128;

    private bool Intercepted(Worker worker, Session session, CommandEntry entry, ICommandInterceptor[] interceptors)
    {
        CommandContext context = worker.Root.Context;
        context.Keyspace = worker.View(session.Namespace);
        context.KeyIndex = KeyIndexOf(worker, entry, context.Request);
        foreach (ICommandInterceptor interceptor in interceptors)
        {
            // A command's own are chosen ahead; a session's are asked.
            if (interceptor.Scope == InterceptorScope.Session && !interceptor.AppliesTo(entry.Info))
                continue;
            InterceptResult result;
            try
            {
                result = interceptor.Intercept(context);
            }
            catch (Exception failure)
            {
                HandlerFailed(worker, context, entry, failure);
                return false;
            }
            switch (result)
            {
                case InterceptResult.Continue:
                    continue;
                case InterceptResult.Rejected:
                    worker.CountersOf(entry.Ordinal).Rejected++;
                    return false;
                case InterceptResult.Postpone:
                    session.Postpone(context.Request);
                    return false;
                default:
                    return false;
            }
        }
        return true;
    }

    private bool Authorized(Worker worker, CommandContext context, CommandEntry entry)
    {
        context.KeyIndex = KeyIndexOf(worker, entry, context.Request);
        foreach (IAuthorizer authorizer in _authorizers)
        {
            if (authorizer.IsEnabled && !authorizer.Allows(context))
            {
                worker.CountersOf(entry.Ordinal).Rejected++;
                return false;
            }
        }
        return true;
    }

    private bool MakeRoom(Worker worker, CommandEntry entry)
    {
        worker.IsOutOfMemory = !Memory.TryMakeRoom(worker, worker.Root.Context.Client.Namespace);
        if (!worker.IsOutOfMemory || (entry.Flags & CommandFlags.DenyOom) == 0)
            return true;
        worker.Root.Context.Reply.Error(CacheStorm.Errors.OutOfMemory);
        worker.CountersOf(entry.Ordinal).Rejected++;
        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void UnknownCommand(ArgumentList request, ReplyWriter reply, Session? session = null)
    {
        Interlocked.Increment(ref UnknownCommands);
        if (session is not null && SpeaksHttp(request[0]))
        {
            // Somebody's browser was made to talk to us: not another line of it is looked at.
            _log.LogWarning("Possible security attack: {Address} speaks HTTP. It was cut off.", session.RemoteEndPoint);
            session.Connection.Close();
            return;
        }
        if (_table.Resolve(request, out CommandEntry? container) == CommandResolution.UnknownSubcommand)
        {
            reply.Error([.. "ERR unknown subcommand '"u8, .. Shortened(request[1]), .. "'. Try "u8, .. Encoding.ASCII.GetBytes(container!.Info.Name), .. " HELP."u8]);
            return;
        }
        var text = new List<byte>(256);
        text.AddRange("ERR unknown command '"u8);
        text.AddRange(Shortened(request[0]));
        text.AddRange("', with args beginning with: "u8);
        int written = 0;
        for (int i = 1; i < request.Count && written < MostNameBytes; i++)
        {
            ReadOnlySpan<byte> argument = Shortened(request[i], MostNameBytes - written);
            text.Add((byte)'\'');
            text.AddRange(argument);
            text.AddRange("' "u8);
            written += argument.Length + 3;
        }
        reply.Error(text.ToArray());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WrongArity(Worker worker, CommandEntry entry, ReplyWriter reply)
    {
        reply.Error(Encoding.ASCII.GetBytes($"ERR wrong number of arguments for '{entry.Info.FullName}' command"));
        worker.CountersOf(entry.Ordinal).Rejected++;
    }

    private static bool SpeaksHttp(ReadOnlySpan<byte> name) =>
        Ascii.EqualsIgnoreCase(name, "POST"u8) || Ascii.EqualsIgnoreCase(name, "Host:"u8);

    private static ReadOnlySpan<byte> Shortened(ReadOnlySpan<byte> name, int most = MostNameBytes)
    {
        // Redis' errors are C strings: what they quote ends with its first zero byte.
        int end = name.IndexOf((byte)0);
        return name[..Math.Min(end < 0 ? name.Length : end, most)];
    }

    /// <summary>A fault of a plugin costs its caller an error, nobody else anything.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void HandlerFailed(Worker worker, CommandContext context, CommandEntry entry, Exception failure)
    {
        ((CallFrame)context.Frame!).WantsAlone = false;
        context.Reply.Rewind(worker.ReplyStart);
        if (failure is CommandException refused)
        {
            context.Reply.Error(Encoding.UTF8.GetBytes(refused.Message));
            return;
        }
        worker.CountersOf(entry.Ordinal).Faults++;
        _log.LogError(failure, "Plugin {Plugin} failed in {Command}.", entry.PluginId, entry.Info.FullName);
        context.Reply.Error(Encoding.UTF8.GetBytes($"ERR internal error in plugin '{entry.PluginId}' while running '{entry.Info.FullName}'; see the server's log"));
    }

    private void CountCall(Worker worker, CommandEntry entry, long ticks, bool failed)
    {
        ref CommandCounters counters = ref worker.CountersOf(entry.Ordinal);
        counters.Calls++;
        counters.Ticks += ticks;
        if (failed)
            counters.Failed++;
        if (!Options.TracksLatency())
            return;
        counters.Latencies ??= new long[LatencyScale.Places];
        counters.Latencies[LatencyScale.PlaceOf(ticks)]++;
    }

    /// <summary>A client's command got an error for its reply: from a check before it ran, from itself, or from calls that it made.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ErrorReplied(Worker worker, Session session, CommandEntry? entry, ReplyCheckpoint before, long errors, bool hasRun)
    {
        ReplyWriter reply = session.Connection.Output;
        if (!hasRun)
        {
            if (entry is not null && entry.Interceptors.Length != 0)
                TellRefused(session, entry, reply, before, entry.Interceptors);
            if (session.Interceptors is not null)
                TellRefused(session, entry, reply, before, session.Interceptors);
        }
        else if (reply.ErrorCount - errors == worker.Root.InnerErrors)
        {
            return;
        }
        CountError(worker, reply);
    }

    private void TellRefused(Session session, CommandEntry? entry, ReplyWriter reply, ReplyCheckpoint before, ICommandInterceptor[] interceptors)
    {
        foreach (ICommandInterceptor interceptor in interceptors)
        {
            ReadOnlySpan<byte> line = reply.WrittenSince(before);
            try
            {
                // Without the dash before it and the line end behind it.
                if (interceptor.Refused(session, entry?.Info, line.Length > 3 ? line[1..^2] : default) is not { } other)
                    continue;
                reply.Rewind(before);
                reply.Error(other);
            }
            catch (Exception failure)
            {
                _log.LogError(failure, "The interceptor {Interceptor} failed.", interceptor.GetType().FullName);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CountError(Worker worker, ReplyWriter reply)
    {
        worker.ErrorReplies++;
        _errors.Add(reply.LastError);
    }

    /// <summary>A client's command ran. What observers are told is worked out only when one of them wants to know.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Observe(CommandContext context, ReplyCheckpoint replyStart, long startedAt, long ticks, bool failed, long changesBefore)
    {
        foreach (ICommandObserver observer in _observers)
        {
            if (observer.IsEnabled)
                Tell(observer, context, OutcomeOf(context, replyStart, startedAt, ticks, failed, context.ChangeCount - changesBefore));
        }
    }

    /// <summary>A call that a command made ran.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ObserveNested(CommandContext context, ReplyCheckpoint replyStart, long ticks, bool failed, long changes)
    {
        foreach (ICommandObserver observer in _observers)
        {
            if (observer.IsEnabled && observer.SeesNested)
                Tell(observer, context, OutcomeOf(context, replyStart, context.Now, ticks, failed, changes));
        }
    }

    private static CommandOutcome OutcomeOf(CommandContext context, ReplyCheckpoint replyStart, long startedAt, long ticks, bool failed, long changes)
    {
        long nanoseconds = (long)(ticks * (1e9 / Stopwatch.Frequency));
        return new CommandOutcome(startedAt * 1000, nanoseconds / 1000, failed, changes)
        {
            Nanoseconds = nanoseconds,
            ReplyBytes = context.Reply.BytesSince(replyStart),
        };
    }

    /// <summary>A call of a client that somebody watches has ended; its locks are still held.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TellRan(CommandContext context)
    {
        foreach (ISessionCallObserver observer in context.Client.CallObservers!)
        {
            try
            {
                observer.Ran(context);
            }
            catch (Exception failure)
            {
                _log.LogError(failure, "The call observer {Observer} failed.", observer.GetType().FullName);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TellNotRun(Session session, CommandEntry? entry)
    {
        foreach (ISessionCallObserver observer in session.CallObservers!)
        {
            try
            {
                observer.NotRun(session, entry?.Info);
            }
            catch (Exception failure)
            {
                _log.LogError(failure, "The call observer {Observer} failed.", observer.GetType().FullName);
            }
        }
    }

    private void Tell(ICommandObserver observer, CommandContext context, in CommandOutcome outcome)
    {
        try
        {
            observer.Executed(context, outcome);
        }
        catch (Exception failure)
        {
            _log.LogError(failure, "The command observer {Observer} failed.", observer.GetType().FullName);
        }
    }

    /// <summary>CLIENT REPLY OFF and SKIP: what was just replied is taken back.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void HoldReply(Session session, ReplyWriter reply, ReplyCheckpoint before)
    {
        reply.Rewind(before);
        session.ReplyMode = session.ReplyMode switch
        {
            ClientReplyMode.SkipNext => ClientReplyMode.Skip,
            ClientReplyMode.Skip => ClientReplyMode.On,
            _ => session.ReplyMode,
        };
    }
}
