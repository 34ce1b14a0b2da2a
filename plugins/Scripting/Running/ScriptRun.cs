using System.Diagnostics;
using System.Globalization;
using System.Text;
using CacheStorm.Plugins.Scripting.Lua;
using CacheStorm.Plugins.Scripting.Scripts;

namespace CacheStorm.Plugins.Scripting.Running;

/// <summary>
/// One run of a script: who called, which keys he declared, what the script's commands answer. Belongs to a Lua state and is used again for
/// its next run; one thread at a time, but for <see cref="RunningScript"/>, which others look at.
/// </summary>
internal sealed class ScriptRun(ICommandTable commands, IServerControl server, RunningScripts running, ScriptingSettings settings)
{
    private static readonly byte[] s_busy = ScriptErrors.Busy.ToArray();
    private static readonly byte[] s_busyFunction = ScriptErrors.BusyFunction.ToArray();
    private static readonly long ServicePause = Stopwatch.Frequency / 500;

    private readonly ReplyWriter _reply2 = new(2);
    private readonly ReplyWriter _reply3 = new(3);
    private byte[] _copy = [];
    private ReplyWriter? _answer;
    private RunningScript? _announced;
    private long _nextService;
    private int _namespace;
    private bool _isOutOfMemory;

    public Script Script { get; private set; } = null!;

    public CommandContext Context { get; private set; } = null!;

    /// <summary>The argument of the first key.</summary>
    public int FirstKey { get; private set; }

    /// <summary>How many keys were declared.</summary>
    public int KeyCount { get; private set; }

    /// <summary>The command forbids writing, or the script does.</summary>
    public bool IsReadOnly { get; private set; }

    /// <summary>The protocol of the replies that the script sees.</summary>
    public int Protocol { get; set; }

    /// <summary>False: what the script changes is kept from replicas and files.</summary>
    public bool IsPropagated { get; set; }

    /// <summary>A key that was not declared was touched.</summary>
    public bool ReachedBeyond { get; private set; }

    /// <summary>When it began, in <see cref="Stopwatch"/>'s ticks.</summary>
    public long StartedAt { get; private set; }

    /// <summary>The next command of the script, being put together.</summary>
    public ArgumentListBuilder Request { get; } = new();

    public void Begin(CommandContext context, Script script, int firstKey, int keyCount, bool isReadOnly)
    {
        Context = context;
        Script = script;
        FirstKey = firstKey;
        KeyCount = keyCount;
        IsReadOnly = isReadOnly || script.Has(ScriptFlags.NoWrites);
        _namespace = context.Client.Namespace;
        _isOutOfMemory = context.IsOutOfMemory;
        Protocol = 2;
        IsPropagated = true;
        ReachedBeyond = false;
        StartedAt = Stopwatch.GetTimestamp();
    }

    public void End()
    {
        if (_announced is not null)
        {
            running.Leave(_announced);
            _announced = null;
        }
        _reply2.Reset();
        _reply3.Reset();
        // SELECT in a script holds for the script.
        Context.Client.Namespace = _namespace;
        Context = null!;
        Script = null!;
    }

    /// <summary>Runs the command in <see cref="Request"/>.</summary>
    /// <param name="unwinding">Why the script must end, if it must.</param>
    /// <returns>The reply; valid until <see cref="Release"/>.</returns>
    public ReadOnlySpan<byte> Call(out Unwinding unwinding)
    {
        unwinding = Unwinding.None;
        ReplyWriter reply = Protocol == 3 ? _reply3 : _reply2;
        _answer = reply;
        ArgumentList request = Request.Arguments;
        bool learns = Context.IsExclusive && Script.Reach != KeyReach.Beyond && !ReachedBeyond;
        bool isFull = _isOutOfMemory && !Script.Has(ScriptFlags.AllowOom) && Context.Changes == 0;
        if (IsReadOnly || learns || isFull)
        {
            if (commands.TryResolve(request, out CommandInfo? command))
            {
                if (IsReadOnly && command.Has(CommandFlags.Write) && !command.Has(CommandFlags.NoScript) && Accepts(command, request.Count))
                {
                    reply.Error(ScriptErrors.ReadOnlyScript);
                    return BytesOf(reply);
                }
                if (isFull && command.Has(CommandFlags.DenyOom) && !command.Has(CommandFlags.NoScript) && Accepts(command, request.Count))
                {
                    reply.Error(Errors.OutOfMemory);
                    return BytesOf(reply);
                }
                if (learns)
                    ReachedBeyond = !KeyDiscipline.Keeps(commands, command, request, Context, FirstKey, KeyCount);
            }
        }
        CallOptions options = IsPropagated ? CallOptions.Script : CallOptions.Script | CallOptions.NotPropagated;
        switch (Context.Call(request, reply, options))
        {
            case CallResult.Invalid:
                reply.Rewind(default);
                reply.Error(commands.TryResolve(request, out _) ? ScriptErrors.WrongCount : ScriptErrors.UnknownCommand);
                break;
            case CallResult.NotCovered:
                ReachedBeyond = true;
                reply.Rewind(default);
                if (Context.Changes == 0)
                {
                    unwinding = Unwinding.RunAlone;
                    return default;
                }
                reply.Error(ScriptErrors.NotCovered);
                break;
        }
        return BytesOf(reply);
    }

    /// <summary>The reply was read.</summary>
    public void Release() => _answer?.Rewind(default);

    /// <summary>Whether the client may run the command in <see cref="Request"/>; null: there is no such command.</summary>
    public bool? MayRun() => commands.TryResolve(Request.Arguments, out _) ? true : null;

    /// <summary>Called now and then while the script runs.</summary>
    /// <returns>Why it must end, if it must.</returns>
    public Unwinding OnInterval()
    {
        long limit = settings.BusyThreshold;
        if (_announced is null)
        {
            if (limit <= 0 || Stopwatch.GetElapsedTime(StartedAt).TotalMilliseconds < limit)
                return Unwinding.None;
            _announced = running.Enter(this);
        }
        if (_announced.IsKilled(Context.Changes) || server.IsStopping)
            return Unwinding.Killed;
        long now = Stopwatch.GetTimestamp();
        if (now < _nextService)
            return Unwinding.None;
        _nextService = now + ServicePause;
        Context.ServeOthers(Script.Library is null ? s_busy : s_busyFunction);
        return _announced.IsKilled(Context.Changes) ? Unwinding.Killed : Unwinding.None;
    }

    /// <summary>The text of an error that ended the script.</summary>
    public byte[] Describe(ReadOnlySpan<byte> message, ReadOnlySpan<byte> source, int line)
    {
        message = message.TrimEnd("\r\n"u8);
        if (line <= 0)
            return [.. message, .. " script: "u8, .. Script.Name];
        Span<byte> number = stackalloc byte[16];
        line.TryFormat(number, out int length, default, CultureInfo.InvariantCulture);
        return [.. message, .. " script: "u8, .. Script.Name, .. ", on "u8, .. source, (byte)':', .. number[..length], (byte)'.'];
    }

    private static bool Accepts(CommandInfo command, int count) => command.Arity > 0 ? count == command.Arity : count >= -command.Arity;

    private ReadOnlySpan<byte> BytesOf(ReplyWriter reply)
    {
        if (reply.TryGetSpan(out ReadOnlySpan<byte> bytes))
            return bytes;
        if (_copy.Length < reply.Length)
            _copy = new byte[checked((int)reply.Length)];
        reply.CopyTo(_copy);
        return _copy.AsSpan(0, (int)reply.Length);
    }
}
