using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.Scripting.Lua;

/// <content>JSON in its usual forms, beside the library's own code, which takes what is left.</content>
internal sealed unsafe partial class LuaMachine
{
    /// <summary>Longer documents go the library's way, where the limits of memory and time hold at each step.</summary>
    private const int LongestDocument = 1 << 20;

    private const int DeepestDocument = 1000;

    private byte[] _json = new byte[4096];

    /// <summary>A document and how deep it may be: its value and true, or nothing.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnDecodeJson(LuaState* state)
    {
        LuaMachine machine = Of(state);
        ReadOnlySpan<byte> document = LuaApi.StringAt(state, 1);
        if (document.Length > LongestDocument)
            return 0;

        machine._memory->Unlimited++;
        int results = 0;
        try
        {
            int depth = (int)Math.Min(LuaApi.ToNumber(state, 2, null), DeepestDocument);
            if (new JsonToLua(state, document, depth).TryPush())
            {
                LuaApi.PushBoolean(state, 1);
                results = 2;
            }
        }
        catch (Exception failure)
        {
            machine._host.LogFailure(failure);
        }
        machine._memory->Unlimited--;
        return results;
    }

    /// <summary>A value and how deep it may be: its document, or nothing.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnEncodeJson(LuaState* state)
    {
        LuaMachine machine = Of(state);
        machine._memory->Unlimited++;
        int results = 0;
        try
        {
            int depth = (int)Math.Min(LuaApi.ToNumber(state, 2, null), DeepestDocument);
            var writer = new LuaToJson(state, machine._json, depth);
            LuaApi.SetTop(state, 1);
            if (writer.TryWrite())
            {
                LuaApi.SetTop(state, 1);
                LuaApi.PushString(state, writer.Written);
                results = 1;
            }
            machine._json = writer.Buffer.Length <= LongestDocument ? writer.Buffer : machine._json;
        }
        catch (Exception failure)
        {
            machine._host.LogFailure(failure);
        }
        machine._memory->Unlimited--;
        return results;
    }
}
