using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CacheStorm.Plugins.Scripting.Functions;
using CacheStorm.Plugins.Scripting.Rewriting;
using CacheStorm.Plugins.Scripting.Scripts;

namespace CacheStorm.Plugins.Scripting.Lua;

/// <content>Libraries of functions: their code runs once in each state that is asked for one of them.</content>
internal sealed unsafe partial class LuaMachine
{
    private static readonly TimeSpan s_loadLimit = TimeSpan.FromMilliseconds(500);

    private int _resetSettings;
    private int _loadLibrary;
    private int _libraryEnvironment;
    private bool _haveSettingsChanged;
    private long _loadingSince;

    /// <summary>A library's code runs.</summary>
    private bool IsLoading => _loadingSince != 0;

    /// <summary>Runs a library's code for the first time.</summary>
    /// <exception cref="FunctionException">It failed.</exception>
    public FunctionLibrary LoadLibrary(byte[] name, byte[] source, RewrittenScript body)
    {
        Unwinding = Unwinding.None;
        try
        {
            List<RegisteredFunction> registered = RunLibrary(body);
            var library = new FunctionLibrary(name, source, body, registered);
            Keep(library, registered);
            return library;
        }
        finally
        {
            _memory->Unlimited = 0;
            StopWatching();
            LuaApi.SetTop(_state, 0);
        }
    }

    /// <summary>A function of a library, whose code runs first if it has not yet in this state.</summary>
    private bool TryPushFunction(Script script, FunctionLibrary library, [NotNullWhen(false)] out byte[]? problem)
    {
        problem = null;
        try
        {
            Keep(library, RunLibrary(library.Body));
        }
        catch (FunctionException e)
        {
            problem = System.Text.Encoding.Latin1.GetBytes(e.Message);
            return false;
        }
        finally
        {
            _memory->Unlimited = 0;
            StopWatching();
            LuaApi.SetTop(_state, 0);
        }

        if (!_compiled.TryGetValue(script, out int reference))
        {
            problem = ScriptErrors.NoFunction.ToArray();
            return false;
        }
        LuaApi.RawGet(_state, LuaApi.RegistryIndex, reference);
        return true;
    }

    private void Keep(FunctionLibrary library, List<RegisteredFunction> registered)
    {
        foreach (RegisteredFunction function in registered)
        {
            if (library.TryGet(function.Name, out LibraryFunction? known))
                _compiled[known.Script] = function.Callback;
        }
    }

    private List<RegisteredFunction> RunLibrary(RewrittenScript body)
    {
        LuaApi.SetTop(_state, 0);
        _memory->Unlimited++;
        LuaApi.RawGet(_state, LuaApi.RegistryIndex, _loadLibrary);
        LuaApi.RawGet(_state, LuaApi.RegistryIndex, _import);
        if (Load(_state, body.Text, "@user_function\0"u8) != LuaApi.Ok)
            throw Failure("ERR Error compiling function: ");
        LuaApi.RawGet(_state, LuaApi.RegistryIndex, _libraryEnvironment);
        _ = LuaApi.SetUpvalue(_state, -2, 1);
        int arguments = PushImports(_state, body);
        if (LuaApi.ProtectedCall(_state, arguments + 1, 1, 0, 0, 0) != LuaApi.Ok)
            throw Failure("ERR Error compiling function: ");

        _memory->Unlimited--;
        _loadingSince = Stopwatch.GetTimestamp();
        _isWatched = true;
        Watch(_state);
        int status = LuaApi.ProtectedCall(_state, 1, 2, 0, 0, 0);
        _loadingSince = 0;
        _memory->Unlimited++;
        if (Unwinding == Unwinding.LoadTimedOut)
            throw new FunctionException("ERR Error registering functions: ERR FUNCTION LOAD timeout");
        if (status != LuaApi.Ok)
        {
            Unwinding = Unwinding.OutOfMemory;
            throw Failure("ERR Error registering functions: ERR ");
        }
        if (LuaApi.TypeOf(_state, -2) != LuaApi.TypeTable)
            throw Failure("ERR Error registering functions: ");

        var registered = new List<RegisteredFunction>();
        LuaApi.SetTop(_state, 1);
        for (int i = 1; LuaApi.RawGet(_state, 1, i) == LuaApi.TypeTable; i++)
            registered.Add(TakeRegistered());
        return registered;
    }

    /// <summary>The entry on top, which goes: { name, flags, description or false, callback }.</summary>
    private RegisteredFunction TakeRegistered()
    {
        LuaApi.RawGet(_state, 2, 1);
        byte[] name = LuaApi.StringAt(_state, 3).ToArray();
        LuaApi.RawGet(_state, 2, 2);
        var flags = (ScriptFlags)(int)LuaApi.ToNumber(_state, 4, null);
        byte[]? description = LuaApi.RawGet(_state, 2, 3) == LuaApi.TypeString ? LuaApi.StringAt(_state, 5).ToArray() : null;
        LuaApi.RawGet(_state, 2, 4);
        int callback = LuaApi.Reference(_state, LuaApi.RegistryIndex);
        LuaApi.SetTop(_state, 1);
        return new RegisteredFunction(name, description, flags, callback);
    }

    private FunctionException Failure(string what)
    {
        string text = LuaApi.TypeOf(_state, -1) == LuaApi.TypeString
            ? System.Text.Encoding.Latin1.GetString(LuaApi.StringAt(_state, -1))
            : "unknown error";
        return new FunctionException((what + text).TrimEnd('\r', '\n'));
    }

    private Unwinding CheckLoading() =>
        Stopwatch.GetElapsedTime(_loadingSince) > s_loadLimit ? Unwinding.LoadTimedOut : Unwinding.None;

    /// <summary>A script changed settings of a library: they are taken back at its end.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSettingsChanged(LuaState* state)
    {
        Of(state)._haveSettingsChanged = true;
        return 0;
    }

    private void ResetSettings()
    {
        _haveSettingsChanged = false;
        LuaApi.RawGet(_state, LuaApi.RegistryIndex, _resetSettings);
        _ = LuaApi.ProtectedCall(_state, 0, 0, 0, 0, 0);
        LuaApi.SetTop(_state, 0);
    }
}
