using System.Text;

namespace CacheStorm.Plugins.Scripting.Lua;

/// <content>How a state gets its libraries.</content>
internal sealed unsafe partial class LuaMachine
{
    private int _natives;
    private int _globals;

    private static readonly string[] NativeLibraries = ["string", "table", "math", "coroutine", "debug"];

    private void Prepare()
    {
        LuaApi.PushFunction(_state, LuaApi.Opener("luaopen_base"), 0);
        Demand(LuaApi.ProtectedCall(_state, 0, 0, 0, 0, 0));
        LuaApi.RawGet(_state, LuaApi.RegistryIndex, LuaApi.GlobalsIndex);
        foreach (string name in NativeLibraries)
        {
            PushText(name);
            LuaApi.PushFunction(_state, LuaApi.Opener("luaopen_" + name), 0);
            Demand(LuaApi.ProtectedCall(_state, 0, 1, 0, 0, 0));
            LuaApi.RawSet(_state, -3);
        }
        _natives = LuaApi.Reference(_state, LuaApi.RegistryIndex);
        LuaApi.SetTop(_state, 0);

        PushHost();
        PushRuntime();
        foreach (string part in LuaGlobals.Runtime)
        {
            Demand(Load(_state, LuaGlobals.Read($"Runtime/{part}.lua"), "=(runtime)\0"u8));
            LuaApi.PushValue(_state, 1);
            LuaApi.PushValue(_state, 2);
            Demand(LuaApi.ProtectedCall(_state, 2, 0, 0, 0, 0));
        }

        _handler = Take("handler"u8);
        _import = Take("import"u8);
        _globals = Take("globals"u8);
        _resetSettings = Take("resetSettings"u8);
        _loadLibrary = Take("loadLibrary"u8);
        _libraryEnvironment = Take("libraryEnvironment"u8);
        Field("seal"u8);
        Demand(LuaApi.ProtectedCall(_state, 0, 1, 0, 0, 0));
        LuaApi.RawSet(_state, LuaApi.RegistryIndex, LuaApi.GlobalsIndex);
        LuaApi.SetTop(_state, 0);
    }

    /// <summary>A field of the runtime's table as a reference.</summary>
    private int Take(ReadOnlySpan<byte> name)
    {
        Field(name);
        return LuaApi.Reference(_state, LuaApi.RegistryIndex);
    }

    /// <summary>The chunk on top is ours: it sees Lua's own globals.</summary>
    private void UseNativeGlobals(LuaState* state)
    {
        LuaApi.RawGet(state, LuaApi.RegistryIndex, _natives);
        _ = LuaApi.SetUpvalue(state, -2, 1);
    }

    private void PushText(string text) => LuaApi.PushString(_state, Encoding.UTF8.GetBytes(text));

    /// <summary>The table in which the parts of the runtime find each other.</summary>
    private void PushRuntime()
    {
        LuaApi.CreateTable(_state, 0, 32);
        foreach (string name in (ReadOnlySpan<string>)["globals", "reals"])
        {
            PushText(name);
            LuaApi.CreateTable(_state, 0, 64);
            LuaApi.RawSet(_state, -3);
        }
        PushSet("imported", LuaGlobals.Imported);
        PushSet("libraries", LuaGlobals.Libraries);
    }

    private void PushSet(string field, IEnumerable<string> names)
    {
        PushText(field);
        LuaApi.CreateTable(_state, 0, 64);
        foreach (string name in names)
        {
            PushText(name);
            LuaApi.PushBoolean(_state, 1);
            LuaApi.RawSet(_state, -3);
        }
        LuaApi.RawSet(_state, -3);
    }

    /// <summary>The functions that managed code offers to the runtime; scripts never see them.</summary>
    private void PushHost()
    {
        LuaApi.CreateTable(_state, 0, 16);
        Offer("call", (nint)(delegate* unmanaged[Cdecl]<LuaState*, int>)&OnCall);
        Offer("mayrun", (nint)(delegate* unmanaged[Cdecl]<LuaState*, int>)&OnMayRun);
        Offer("compile", (nint)(delegate* unmanaged[Cdecl]<LuaState*, int>)&OnCompile);
        Offer("library", (nint)(delegate* unmanaged[Cdecl]<LuaState*, int>)&OnLibrary);
        Offer("sha1", (nint)(delegate* unmanaged[Cdecl]<LuaState*, int>)&OnSha1);
        Offer("log", (nint)(delegate* unmanaged[Cdecl]<LuaState*, int>)&OnLog);
        Offer("setresp", (nint)(delegate* unmanaged[Cdecl]<LuaState*, int>)&OnSetProtocol);
        Offer("setreplication", (nint)(delegate* unmanaged[Cdecl]<LuaState*, int>)&OnSetReplication);
        Offer("calculate", (nint)(delegate* unmanaged[Cdecl]<LuaState*, int>)&OnCalculate);
        Offer("watch", (nint)(delegate* unmanaged[Cdecl]<LuaState*, int>)&OnWatch);
        Offer("isending", (nint)(delegate* unmanaged[Cdecl]<LuaState*, int>)&OnIsEnding);
        Offer("clock", (nint)(delegate* unmanaged[Cdecl]<LuaState*, int>)&OnClock);
        Offer("decodejson", (nint)(delegate* unmanaged[Cdecl]<LuaState*, int>)&OnDecodeJson);
        Offer("encodejson", (nint)(delegate* unmanaged[Cdecl]<LuaState*, int>)&OnEncodeJson);
        Offer("changed", (nint)(delegate* unmanaged[Cdecl]<LuaState*, int>)&OnSettingsChanged);
        PushText("null");
        LuaApi.PushPointer(_state, null);
        LuaApi.RawSet(_state, -3);
        PushText("version");
        PushText(_host.RedisVersion);
        LuaApi.RawSet(_state, -3);
        PushText("versionNumber");
        LuaApi.PushNumber(_state, _host.RedisVersionNumber);
        LuaApi.RawSet(_state, -3);
    }

    private void Offer(string name, nint function)
    {
        PushText(name);
        LuaApi.PushFunction(_state, function, 0);
        LuaApi.RawSet(_state, -3);
    }

    private void Demand(int status)
    {
        if (status != LuaApi.Ok)
            throw new InvalidOperationException("The Lua runtime failed: " + Encoding.UTF8.GetString(LuaApi.StringAt(_state, -1)));
    }
}
