using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.Scripting.Lua;

/// <summary>A state of the Lua library, or one of its coroutines. Only ever seen as a pointer.</summary>
internal struct LuaState;

/// <summary>
/// The part of Lua 5.4's C interface that is used here. The library comes with the NLua package and is loaded by the first script.
/// A failing Lua function leaves by <c>longjmp</c>, which must not cross managed code: so whatever may raise an error is called with
/// nothing but native code between it and the protected call around it, and managed callbacks use only what can't raise as long as the
/// state's memory doesn't refuse (<see cref="LuaMemory"/>).
/// Functions that neither allocate nor call back skip the change of the collector's mode.
/// </summary>
internal static unsafe partial class LuaApi
{
    private const string Library = "lua54";

    public const int RegistryIndex = -1_000_000 - 1000;
    public const int GlobalsIndex = 2;
    public const int MultipleReturns = -1;

    public const int Ok = 0;
    public const int OutOfMemory = 4;

    public const int TypeNone = -1;
    public const int TypeNil = 0;
    public const int TypeBoolean = 1;
    public const int TypePointer = 2;
    public const int TypeNumber = 3;
    public const int TypeString = 4;
    public const int TypeTable = 5;

    public const int MaskCount = 8;
    public const int GcCollect = 2;

    /// <summary><c>luaL_error</c> as the library has it; see <see cref="Unwinding"/>.</summary>
    public static nint RaiseFunction { get; } = NativeLibrary.GetExport(
        NativeLibrary.Load(Library, typeof(LuaApi).Assembly, null), "luaL_error");

    [DllImport(Library, EntryPoint = "lua_newstate")]
    public static extern LuaState* NewState(delegate* unmanaged[Cdecl]<void*, void*, nuint, nuint, void*> allocator, void* memory);

    [DllImport(Library, EntryPoint = "lua_close")]
    public static extern void Close(LuaState* state);

    [DllImport(Library, EntryPoint = "lua_gettop"), SuppressGCTransition]
    public static extern int GetTop(LuaState* state);

    [DllImport(Library, EntryPoint = "lua_settop"), SuppressGCTransition]
    public static extern void SetTop(LuaState* state, int index);

    [DllImport(Library, EntryPoint = "lua_type"), SuppressGCTransition]
    public static extern int TypeOf(LuaState* state, int index);

    [DllImport(Library, EntryPoint = "lua_toboolean"), SuppressGCTransition]
    public static extern int ToBoolean(LuaState* state, int index);

    [DllImport(Library, EntryPoint = "lua_tonumberx"), SuppressGCTransition]
    public static extern double ToNumber(LuaState* state, int index, int* isNumber);

    /// <summary>Only for strings: a number would be turned into one, which allocates.</summary>
    [DllImport(Library, EntryPoint = "lua_tolstring"), SuppressGCTransition]
    public static extern byte* ToStringBytes(LuaState* state, int index, nuint* length);

    [DllImport(Library, EntryPoint = "lua_rawlen"), SuppressGCTransition]
    public static extern ulong RawLength(LuaState* state, int index);

    [DllImport(Library, EntryPoint = "lua_rawgeti"), SuppressGCTransition]
    public static extern int RawGet(LuaState* state, int index, long key);

    [DllImport(Library, EntryPoint = "lua_rawget"), SuppressGCTransition]
    public static extern int RawGet(LuaState* state, int index);

    /// <summary>The key on top must come from the table itself: any other raises an error.</summary>
    [DllImport(Library, EntryPoint = "lua_next"), SuppressGCTransition]
    public static extern int Next(LuaState* state, int index);

    /// <summary>Pushes the metatable, if there is one.</summary>
    [DllImport(Library, EntryPoint = "lua_getmetatable"), SuppressGCTransition]
    public static extern int GetMetatable(LuaState* state, int index);

    [DllImport(Library, EntryPoint = "lua_pushnil"), SuppressGCTransition]
    public static extern void PushNil(LuaState* state);

    [DllImport(Library, EntryPoint = "lua_pushboolean"), SuppressGCTransition]
    public static extern void PushBoolean(LuaState* state, int value);

    [DllImport(Library, EntryPoint = "lua_pushnumber"), SuppressGCTransition]
    public static extern void PushNumber(LuaState* state, double value);

    [DllImport(Library, EntryPoint = "lua_pushlightuserdata"), SuppressGCTransition]
    public static extern void PushPointer(LuaState* state, void* pointer);

    [DllImport(Library, EntryPoint = "lua_pushvalue"), SuppressGCTransition]
    public static extern void PushValue(LuaState* state, int index);

    [DllImport(Library, EntryPoint = "lua_rotate"), SuppressGCTransition]
    public static extern void Rotate(LuaState* state, int index, int count);

    [DllImport(Library, EntryPoint = "lua_pushlstring")]
    public static extern byte* PushString(LuaState* state, byte* text, nuint length);

    [DllImport(Library, EntryPoint = "lua_createtable")]
    public static extern void CreateTable(LuaState* state, int elements, int fields);

    [DllImport(Library, EntryPoint = "lua_rawseti")]
    public static extern void RawSet(LuaState* state, int index, long key);

    /// <summary>The key must be neither nil nor NaN: those raise an error.</summary>
    [DllImport(Library, EntryPoint = "lua_rawset")]
    public static extern void RawSet(LuaState* state, int index);

    [DllImport(Library, EntryPoint = "lua_pushcclosure")]
    public static extern void PushFunction(LuaState* state, nint function, int upvalues);

    [DllImport(Library, EntryPoint = "lua_setupvalue")]
    public static extern byte* SetUpvalue(LuaState* state, int function, int number);

    [DllImport(Library, EntryPoint = "lua_checkstack")]
    public static extern int CheckStack(LuaState* state, int room);

    [DllImport(Library, EntryPoint = "luaL_ref")]
    public static extern int Reference(LuaState* state, int table);

    [DllImport(Library, EntryPoint = "luaL_loadbufferx")]
    public static extern int Load(LuaState* state, byte* text, nuint length, byte* name, byte* mode);

    [DllImport(Library, EntryPoint = "lua_pcallk")]
    public static extern int ProtectedCall(LuaState* state, int arguments, int results, int handler, nint context, nint continuation);

    [DllImport(Library, EntryPoint = "lua_sethook")]
    public static extern void SetHook(LuaState* state, nint hook, int mask, int count);

    [DllImport(Library, EntryPoint = "lua_gc")]
    public static extern int Collect(LuaState* state, int what);

    [DllImport(Library, EntryPoint = "lua_tothread"), SuppressGCTransition]
    public static extern LuaState* ToCoroutine(LuaState* state, int index);

    /// <summary>The address of one of Lua's own libraries, as <c>luaopen_string</c>.</summary>
    public static nint Opener(string name) =>
        NativeLibrary.GetExport(NativeLibrary.Load(Library, typeof(LuaApi).Assembly, null), name);

    /// <summary>Takes values off the stack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pop(LuaState* state, int count) => SetTop(state, -count - 1);

    /// <summary>Pushes a copy of the bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PushString(LuaState* state, ReadOnlySpan<byte> text)
    {
        fixed (byte* bytes = text)
            PushString(state, bytes, (nuint)text.Length);
    }

    /// <summary>The bytes of a string on the stack; valid while it is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> StringAt(LuaState* state, int index)
    {
        nuint length;
        byte* bytes = ToStringBytes(state, index, &length);
        return new ReadOnlySpan<byte>(bytes, checked((int)length));
    }
}
