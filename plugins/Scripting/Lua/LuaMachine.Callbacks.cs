using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using CacheStorm.Plugins.Scripting.Rewriting;
using CacheStorm.Plugins.Scripting.Running;

namespace CacheStorm.Plugins.Scripting.Lua;

/// <content>
/// What Lua calls. No exception and no Lua error leaves these functions: memory is unlimited meanwhile, and a failure is a value that the
/// Lua code around the call raises.
/// </content>
internal sealed unsafe partial class LuaMachine
{
    private ScriptRun? _run;

    private static LuaMachine Of(LuaState* state) =>
        (LuaMachine)GCHandle.FromIntPtr(*(nint*)((byte*)state - sizeof(nint))).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnInterval(LuaState* state, void* record)
    {
        LuaMachine machine = Of(state);
        machine._memory->Unlimited++;
        try
        {
            Unwinding reason = machine.Unwinding != Unwinding.None ? machine.Unwinding
                : machine.IsLoading ? machine.CheckLoading()
                : machine._run?.OnInterval() ?? Unwinding.None;
            if (reason != Unwinding.None)
                machine.Unwind(state, reason);
        }
        catch (Exception failure)
        {
            machine._host.LogFailure(failure);
        }
        machine._memory->Unlimited--;
    }

    /// <summary><c>redis.call</c> without raising: the reply, or the error and true.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnCall(LuaState* state)
    {
        LuaMachine machine = Of(state);
        machine._memory->Unlimited++;
        int results;
        try
        {
            results = machine.Call(state);
        }
        catch (Exception failure)
        {
            results = machine.Failed(state, failure);
        }
        machine._memory->Unlimited--;
        return results;
    }

    private int Call(LuaState* state)
    {
        ScriptRun? run = _run;
        if (run is null || IsLoading)
            return Fail(state, "ERR redis.call/pcall can only be called inside a script invocation"u8);
        if (Unwinding != Unwinding.None)
        {
            Unwind(state, Unwinding);
            return Fail(state, ScriptErrors.Killed);
        }
        if (!TryReadArguments(state, run, out int problem))
            return problem;
        ReadOnlySpan<byte> reply = run.Call(out Unwinding unwinding);
        if (unwinding != Unwinding.None)
        {
            Unwind(state, unwinding);
            return Fail(state, ScriptErrors.NotCovered);
        }
        bool failed = new ReplyToLua(state, reply).Push();
        run.Release();
        if (!failed)
            return 1;
        LuaApi.PushBoolean(state, 1);
        return 2;
    }

    private static bool TryReadArguments(LuaState* state, ScriptRun run, out int problem)
    {
        problem = 0;
        int count = LuaApi.GetTop(state);
        if (count == 0)
        {
            problem = Fail(state, ScriptErrors.NoArguments);
            return false;
        }
        ArgumentListBuilder request = run.Request.Clear();
        Span<byte> text = stackalloc byte[LuaNumbers.MaxLength];
        for (int i = 1; i <= count; i++)
        {
            int type = LuaApi.TypeOf(state, i);
            if (type == LuaApi.TypeString)
            {
                request.Add(LuaApi.StringAt(state, i));
            }
            else if (type == LuaApi.TypeNumber)
            {
                request.Add(text[..LuaNumbers.Format(LuaApi.ToNumber(state, i, null), text)]);
            }
            else
            {
                problem = Fail(state, ScriptErrors.WrongArguments);
                return false;
            }
        }
        return true;
    }

    private static int Fail(LuaState* state, ReadOnlySpan<byte> message)
    {
        _ = LuaApi.CheckStack(state, 8);
        ReplyToLua.PushError(state, message);
        LuaApi.PushBoolean(state, 1);
        return 2;
    }

    private int Failed(LuaState* state, Exception failure)
    {
        _host.LogFailure(failure);
        return Fail(state, ScriptErrors.InternalError);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnMayRun(LuaState* state)
    {
        LuaMachine machine = Of(state);
        machine._memory->Unlimited++;
        int results;
        try
        {
            if (machine._run is not { } run)
                results = Fail(state, ScriptErrors.InvalidAclCommand);
            else if (!TryReadArguments(state, run, out results))
            {
            }
            else if (run.MayRun() is { } allowed)
            {
                LuaApi.PushBoolean(state, allowed ? 1 : 0);
                results = 1;
            }
            else
                results = Fail(state, ScriptErrors.InvalidAclCommand);
        }
        catch (Exception failure)
        {
            results = machine.Failed(state, failure);
        }
        machine._memory->Unlimited--;
        return results;
    }

    /// <summary>Text of a script and a name: the compiled chunk and the names that it imports, or nil and what is wrong.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnCompile(LuaState* state)
    {
        LuaMachine machine = Of(state);
        machine._memory->Unlimited++;
        int results;
        try
        {
            results = machine.Compile(state);
        }
        catch (Exception failure)
        {
            LuaApi.PushNil(state);
            LuaApi.PushString(state, Encoding.Latin1.GetBytes(failure.Message));
            if (failure is not ScriptSyntaxException)
                machine._host.LogFailure(failure);
            results = 2;
        }
        machine._memory->Unlimited--;
        return results;
    }

    private int Compile(LuaState* state)
    {
        ReadOnlySpan<byte> text = LuaApi.StringAt(state, 1);
        ReadOnlySpan<byte> name = LuaApi.StringAt(state, 2);
        if (text.StartsWith("\x1b"u8))
            throw new ScriptSyntaxException("compiled code can't be loaded");
        RewrittenScript code = ScriptRewriter.Rewrite(text.ToArray(), ChunkNames.Short(name), LuaGlobals.Imported, takesArguments: false);
        if (Load(state, code.Text, [.. name, 0]) != LuaApi.Ok)
        {
            LuaApi.PushNil(state);
            LuaApi.Rotate(state, -2, 1);
            return 2;
        }
        return 1 + PushImports(state, code);
    }

    /// <summary>A library's chunk by its name.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnLibrary(LuaState* state)
    {
        LuaMachine machine = Of(state);
        machine._memory->Unlimited++;
        try
        {
            byte[]? text = LuaGlobals.Read($"Libraries/{Encoding.ASCII.GetString(LuaApi.StringAt(state, 1))}.lua");
            if (text is null || Load(state, text, "=(runtime)\0"u8) != LuaApi.Ok)
                LuaApi.PushNil(state);
            else
                machine.UseNativeGlobals(state);
        }
        catch (Exception failure)
        {
            machine._host.LogFailure(failure);
            LuaApi.PushNil(state);
        }
        machine._memory->Unlimited--;
        return 1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSha1(LuaState* state)
    {
        LuaMachine machine = Of(state);
        machine._memory->Unlimited++;
        LuaApi.PushString(state, Encoding.ASCII.GetBytes(Scripts.ScriptDigest.Of(LuaApi.StringAt(state, 1)).ToString()));
        machine._memory->Unlimited--;
        return 1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnLog(LuaState* state)
    {
        LuaMachine machine = Of(state);
        try
        {
            machine._host.Log((int)LuaApi.ToNumber(state, 1, null), Encoding.UTF8.GetString(LuaApi.StringAt(state, 2)));
        }
        catch (Exception)
        {
            // A log that fails is no business of the script.
        }
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSetProtocol(LuaState* state)
    {
        if (Of(state)._run is { } run)
            run.Protocol = (int)LuaApi.ToNumber(state, 1, null);
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSetReplication(LuaState* state)
    {
        if (Of(state)._run is { } run)
            run.IsPropagated = LuaApi.ToNumber(state, 1, null) != 0;
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnWatch(LuaState* state)
    {
        LuaState* coroutine = LuaApi.ToCoroutine(state, 1);
        if (coroutine != null)
            Watch(coroutine);
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnIsEnding(LuaState* state)
    {
        LuaApi.PushBoolean(state, Of(state).Unwinding != Unwinding.None ? 1 : 0);
        return 1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnClock(LuaState* state)
    {
        LuaApi.PushNumber(state, Environment.TickCount64 / 1000.0);
        return 1;
    }

    /// <summary>Functions that Lua 5.4 has no more.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnCalculate(LuaState* state)
    {
        double x = LuaApi.ToNumber(state, 2, null);
        double y = LuaApi.ToNumber(state, 3, null);
        switch ((int)LuaApi.ToNumber(state, 1, null))
        {
            case 1:
                LuaApi.PushNumber(state, Math.Log10(x));
                return 1;
            case 2:
                LuaApi.PushNumber(state, Math.Cosh(x));
                return 1;
            case 3:
                LuaApi.PushNumber(state, Math.Sinh(x));
                return 1;
            case 4:
                LuaApi.PushNumber(state, Math.Tanh(x));
                return 1;
            case 5:
                LuaApi.PushNumber(state, Math.ScaleB(x, (int)y));
                return 1;
            default:
                int exponent = x == 0 || !double.IsFinite(x) ? 0 : Math.ILogB(x) + 1;
                LuaApi.PushNumber(state, exponent == 0 ? x : Math.ScaleB(x, -exponent));
                LuaApi.PushNumber(state, exponent);
                return 2;
        }
    }
}
