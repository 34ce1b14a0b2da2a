using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using CacheStorm.Plugins.Scripting.Rewriting;
using CacheStorm.Plugins.Scripting.Running;
using CacheStorm.Plugins.Scripting.Scripts;

namespace CacheStorm.Plugins.Scripting.Lua;

/// <summary>
/// One Lua state with the libraries that scripts find and the scripts that it has compiled. Used by one thread at a time; states share
/// nothing. Everything that runs in it runs under a protected call.
/// </summary>
internal sealed unsafe partial class LuaMachine : IDisposable
{
    /// <summary>How many instructions go by between two looks at the clock.</summary>
    private const int WatchInterval = 20_000;

    /// <summary>Where KEYS lies on the stack of a run, behind the handler and the function.</summary>
    private const int KeysPlace = 3;

    private readonly LuaHost _host;
    private readonly Dictionary<Script, int> _compiled = [];
    private LuaMemory* _memory;
    private LuaState* _state;
    private GCHandle _self;
    private int _handler;
    private int _import;
    private volatile bool _isWatched;
    private readonly Lock _closing = new();
    private long _startedAt;

    public LuaMachine(LuaHost host, long memoryLimit)
    {
        _host = host;
        _memory = LuaMemory.Create(long.MaxValue);
        _state = LuaApi.NewState(&LuaMemory.Allocate, _memory);
        if (_state == null)
            throw new InsufficientMemoryException("There is no memory for a Lua state.");
        _self = GCHandle.Alloc(this, GCHandleType.Weak);
        *(nint*)((byte*)_state - sizeof(nint)) = GCHandle.ToIntPtr(_self);
        Prepare();
        BaseBytes = _memory->Used;
        _memory->Limit = memoryLimit;
    }

    ~LuaMachine() => Close();

    /// <summary>What the libraries alone take.</summary>
    public long BaseBytes { get; }

    /// <summary>What the state takes now; for the thread that runs it.</summary>
    public long UsedBytes => _memory->Used;

    /// <summary>What the state takes about now, for any thread; nothing once it is closed.</summary>
    public long UsedBytesSeenFromOutside
    {
        get
        {
            lock (_closing)
                return _memory == null ? 0 : Volatile.Read(ref _memory->Used);
        }
    }

    /// <summary>The generation of scripts that it has compiled.</summary>
    public int Generation { get; set; }

    /// <summary>When the present run began, in <see cref="Stopwatch"/>'s ticks; 0: there is none. Read by the watchdog.</summary>
    public long StartedAt => Volatile.Read(ref _startedAt);

    /// <summary>The script is being ended from outside.</summary>
    public Unwinding Unwinding { get; private set; }

    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    private void Close()
    {
        lock (_closing)
            CloseAlone();
    }

    private void CloseAlone()
    {
        if (_state == null)
            return;
        _memory->Unlimited++;
        LuaApi.Close(_state);
        LuaMemory.Destroy(_memory);
        _state = null;
        _memory = null;
        _self.Free();
    }

    /// <summary>Runs a script and writes its reply, unless it has to run again.</summary>
    /// <returns>Why it was ended from outside, if it was.</returns>
    public Unwinding Run(ScriptRun run)
    {
        _run = run;
        Unwinding = Unwinding.None;
        Volatile.Write(ref _startedAt, run.StartedAt);
        try
        {
            if (!TryPush(run.Script, out byte[]? problem))
            {
                run.Context.Reply.Error(problem);
                return Unwinding;
            }
            LuaApi.RawGet(_state, LuaApi.RegistryIndex, _handler);
            LuaApi.Rotate(_state, -2, 1);
            _memory->Unlimited++;
            PushStrings(run.Context, run.FirstKey, run.KeyCount);
            PushStrings(run.Context, run.FirstKey + run.KeyCount, run.Context.Args.Count - run.FirstKey - run.KeyCount);
            if (run.Script.Code.SharesArguments)
                ShareArguments(KeysPlace, KeysPlace + 1);
            _memory->Unlimited--;
            int status = LuaApi.ProtectedCall(_state, 2, 1, -4, 0, 0);
            _memory->Unlimited++;
            Finish(run, status);
            return Unwinding;
        }
        finally
        {
            _memory->Unlimited = 1;
            Volatile.Write(ref _startedAt, 0);
            StopWatching();
            LuaApi.SetTop(_state, 0);
            if (run.Script.Code.SharesArguments)
            {
                LuaApi.PushNil(_state);
                ShareArguments(1, 1);
                LuaApi.SetTop(_state, 0);
            }
            if (_haveSettingsChanged)
                ResetSettings();
            _memory->Unlimited = 0;
            _run = null;
        }
    }

    /// <summary>Forgets all compiled scripts.</summary>
    public bool IsOutdated(int generation) => Generation != generation && _compiled.Count > 0;

    /// <summary>Compiles a script, to see whether it can be.</summary>
    public bool TryCompile(Script script, [NotNullWhen(false)] out byte[]? problem)
    {
        bool compiled = TryPush(script, out problem);
        LuaApi.SetTop(_state, 0);
        return compiled;
    }

    private bool TryPush(Script script, [NotNullWhen(false)] out byte[]? problem)
    {
        problem = null;
        if (_compiled.TryGetValue(script, out int reference))
        {
            LuaApi.RawGet(_state, LuaApi.RegistryIndex, reference);
            return true;
        }
        if (script.Library is { } library)
            return TryPushFunction(script, library, out problem);
        _memory->Unlimited++;
        try
        {
            if (!TryImport(script.Code, "@user_script\0"u8))
            {
                problem = [.. "ERR Error compiling script (new function): "u8, .. LuaApi.StringAt(_state, -1)];
                LuaApi.SetTop(_state, 0);
                return false;
            }
            LuaApi.PushValue(_state, -1);
            _compiled.Add(script, LuaApi.Reference(_state, LuaApi.RegistryIndex));
            return true;
        }
        finally
        {
            _memory->Unlimited--;
        }
    }

    /// <summary>Compiles rewritten code and gives it what it imports: the function is on top then, or the problem.</summary>
    private bool TryImport(RewrittenScript code, ReadOnlySpan<byte> name)
    {
        LuaApi.RawGet(_state, LuaApi.RegistryIndex, _import);
        if (Load(_state, code.Text, name) != LuaApi.Ok)
            return false;
        int arguments = PushImports(_state, code);
        return LuaApi.ProtectedCall(_state, arguments + 1, 1, 0, 0, 0) == LuaApi.Ok;
    }

    private static int PushImports(LuaState* state, RewrittenScript code)
    {
        _ = LuaApi.CheckStack(state, code.Imports.Length + 8);
        Span<byte> text = stackalloc byte[64];
        foreach (string import in code.Imports)
            LuaApi.PushString(state, text[..System.Text.Encoding.ASCII.GetBytes(import, text)]);
        return code.Imports.Length;
    }

    private static int Load(LuaState* state, ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        fixed (byte* source = text, chunk = name, mode = "t\0"u8)
            return LuaApi.Load(state, source, (nuint)text.Length, chunk, mode);
    }

    /// <summary>KEYS and ARGV as globals, from two places on the stack.</summary>
    private void ShareArguments(int keys, int arguments)
    {
        LuaApi.RawGet(_state, LuaApi.RegistryIndex, _globals);
        LuaApi.PushString(_state, "KEYS"u8);
        LuaApi.PushValue(_state, keys);
        LuaApi.RawSet(_state, -3);
        LuaApi.PushString(_state, "ARGV"u8);
        LuaApi.PushValue(_state, arguments);
        LuaApi.RawSet(_state, -3);
        LuaApi.Pop(_state, 1);
    }

    private void PushStrings(CommandContext context, int first, int count)
    {
        LuaApi.CreateTable(_state, count, 0);
        for (int i = 0; i < count; i++)
        {
            LuaApi.PushString(_state, context.Args[first + i]);
            LuaApi.RawSet(_state, -2, i + 1);
        }
    }

    /// <summary>
    /// From another thread: the script looks at the clock now and then from here on. Lua allows its hook to be set at any time; what it walks through
    /// then are the records of calls under way, which must not be freed meanwhile. A hook that comes after the end of its run does no harm to the next.
    /// </summary>
    public void Watch()
    {
        lock (_closing)
        {
            if (_state == null)
                return;
            _memory->Freeze();
            _isWatched = true;
            Watch(_state);
            _memory->Thaw();
        }
    }

    private void StopWatching()
    {
        if (_isWatched)
        {
            _isWatched = false;
            LuaApi.SetHook(_state, 0, 0, 0);
        }
    }

    private static void Watch(LuaState* state)
    {
        delegate* unmanaged[Cdecl]<LuaState*, void*, void> hook = &OnInterval;
        LuaApi.SetHook(state, (nint)hook, LuaApi.MaskCount, WatchInterval);
    }

    /// <summary>Ends the script, whatever it does to go on.</summary>
    private void Unwind(LuaState* state, Unwinding reason)
    {
        if (Unwinding == Unwinding.None)
            Unwinding = reason;
        _isWatched = true;
        LuaApi.SetHook(state, LuaApi.RaiseFunction, LuaApi.MaskCount, 1);
        if (state != _state)
            LuaApi.SetHook(_state, LuaApi.RaiseFunction, LuaApi.MaskCount, 1);
    }

    private void Finish(ScriptRun run, int status)
    {
        ReplyWriter reply = run.Context.Reply;
        switch (Unwinding)
        {
            case Unwinding.RunAlone:
                return;
            case Unwinding.Killed:
                reply.Error(ErrorOnTop(run, ScriptErrors.Killed));
                return;
        }
        if (status == LuaApi.Ok)
        {
            new LuaToReply(_state, reply, run.Protocol).Write();
            return;
        }
        if (status == LuaApi.OutOfMemory)
            Unwinding = Unwinding.OutOfMemory;
        reply.Error(ErrorOnTop(run, default));
    }

    /// <summary>The text of the error on top: a table from our handler, or whatever Lua put there when even that failed.</summary>
    /// <param name="run">The run.</param>
    /// <param name="instead">What to say in its place; empty: what it says.</param>
    private byte[] ErrorOnTop(ScriptRun run, ReadOnlySpan<byte> instead)
    {
        int type = LuaApi.TypeOf(_state, -1);
        if (!instead.IsEmpty && type != LuaApi.TypeTable)
            return run.Describe(instead, default, 0);
        if (type == LuaApi.TypeString)
            return run.Describe([.. "ERR "u8, .. LuaApi.StringAt(_state, -1)], default, 0);
        if (type != LuaApi.TypeTable)
            return run.Describe("ERR unknown error"u8, default, 0);
        int line = 0;
        ReadOnlySpan<byte> source = default;
        if (Field("line"u8) == LuaApi.TypeNumber)
            line = (int)LuaApi.ToNumber(_state, -1, null);
        if (FieldBelow("source"u8) == LuaApi.TypeString)
            source = LuaApi.StringAt(_state, -1);
        LuaApi.PushString(_state, "err"u8);
        ReadOnlySpan<byte> message = LuaApi.RawGet(_state, -4) == LuaApi.TypeString ? LuaApi.StringAt(_state, -1) : "ERR unknown error"u8;
        return run.Describe(instead.IsEmpty ? message : instead, source, line);
    }

    private int Field(ReadOnlySpan<byte> name)
    {
        LuaApi.PushString(_state, name);
        return LuaApi.RawGet(_state, -2);
    }

    private int FieldBelow(ReadOnlySpan<byte> name)
    {
        LuaApi.PushString(_state, name);
        return LuaApi.RawGet(_state, -3);
    }
}
