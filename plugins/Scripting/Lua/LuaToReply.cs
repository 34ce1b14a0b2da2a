using System.Runtime.CompilerServices;

namespace CacheStorm.Plugins.Scripting.Lua;

/// <summary>
/// Writes a script's result as a reply, with Redis' conversions. Reads the stack only, raw, and never raises an error.
/// </summary>
internal readonly unsafe ref struct LuaToReply(LuaState* state, ReplyWriter reply, int scriptProtocol)
{
    /// <summary>How deep tables may be nested: as deep as the stack of Redis' Lua allows, where an array takes one place and a map three.</summary>
    private const int Deepest = 7_994;
    private const int MapPlaces = 3;

    /// <summary>Writes the value on top, and takes it off.</summary>
    public void Write() => Write(0);

    private void Write(int depth)
    {
        if (depth > Deepest || !RuntimeHelpers.TryEnsureSufficientExecutionStack() || LuaApi.CheckStack(state, 8) == 0)
        {
            reply.Error(ScriptErrors.StackLimit);
            LuaApi.Pop(state, 1);
            return;
        }
        switch (LuaApi.TypeOf(state, -1))
        {
            case LuaApi.TypeString:
                reply.Bulk(LuaApi.StringAt(state, -1));
                break;
            case LuaApi.TypeNumber:
                reply.Integer(LuaNumbers.Truncate(LuaApi.ToNumber(state, -1, null)));
                break;
            case LuaApi.TypeBoolean:
                Boolean(LuaApi.ToBoolean(state, -1) != 0);
                break;
            case LuaApi.TypeTable:
                Table(depth);
                break;
            default:
                reply.Null();
                break;
        }
        LuaApi.Pop(state, 1);
    }

    private void Boolean(bool value)
    {
        if (scriptProtocol >= 3)
            reply.Boolean(value);
        else if (value)
            reply.Integer(1);
        else
            reply.Null();
    }

    private void Table(int depth)
    {
        if (Special("err"u8, LuaApi.TypeString))
            reply.Error(LuaApi.StringAt(state, -1).TrimEnd("\r\n"u8));
        else if (Special("ok"u8, LuaApi.TypeString))
            reply.SimpleString(LuaApi.StringAt(state, -1));
        else if (Special("double"u8, LuaApi.TypeNumber))
            Double(LuaApi.ToNumber(state, -1, null));
        else if (Special("map"u8, LuaApi.TypeTable))
            Pairs(depth, isMap: true);
        else if (Special("set"u8, LuaApi.TypeTable))
            Pairs(depth, isMap: false);
        else if (Special("big_number"u8, LuaApi.TypeString))
            BigNumber(LuaApi.StringAt(state, -1));
        else if (Special("verbatim_string"u8, LuaApi.TypeTable))
        {
            if (!Verbatim())
                Array(depth);
        }
        else
        {
            Array(depth);
            return;
        }
        LuaApi.Pop(state, 1);
    }

    /// <summary>Pushes a field of the table on top when it has the type that gives it a meaning.</summary>
    private bool Special(ReadOnlySpan<byte> name, int type)
    {
        LuaApi.PushString(state, name);
        if (LuaApi.RawGet(state, -2) == type)
            return true;
        LuaApi.Pop(state, 1);
        return false;
    }

    private void Double(double value)
    {
        if (double.IsNaN(value))
        {
            // Redis prints it as C does.
            if (reply.ProtocolVersion >= 3)
                reply.Raw(double.IsNegative(value) ? ",-nan\r\n"u8 : ",nan\r\n"u8);
            else
                reply.Bulk(double.IsNegative(value) ? "-nan"u8 : "nan"u8);
            return;
        }
        reply.Double(value);
    }

    private void BigNumber(ReadOnlySpan<byte> digits)
    {
        if (digits.IndexOfAny((byte)'\r', (byte)'\n') < 0)
        {
            reply.BigNumber(digits);
            return;
        }
        byte[] clean = digits.ToArray();
        clean.AsSpan().Replace((byte)'\r', (byte)' ');
        clean.AsSpan().Replace((byte)'\n', (byte)' ');
        reply.BigNumber(clean);
    }

    /// <summary>Writes the table on top as text with a kind, when it is one. It stays where it is.</summary>
    private bool Verbatim()
    {
        if (!Special("string"u8, LuaApi.TypeString))
            return Forget();
        LuaApi.PushString(state, "format"u8);
        if (LuaApi.RawGet(state, -3) != LuaApi.TypeString)
        {
            LuaApi.Pop(state, 2);
            return Forget();
        }
        Span<byte> kind = stackalloc byte[3];
        kind.Fill((byte)' ');
        ReadOnlySpan<byte> given = LuaApi.StringAt(state, -1);
        given[..Math.Min(3, given.Length)].CopyTo(kind);
        reply.Verbatim(kind, LuaApi.StringAt(state, -2));
        LuaApi.Pop(state, 2);
        return true;
    }

    /// <summary>It was none after all: the table that it stood in is on top again, twice, for both are taken off.</summary>
    private bool Forget()
    {
        LuaApi.Pop(state, 1);
        LuaApi.PushValue(state, -1);
        return false;
    }

    private void Pairs(int depth, bool isMap)
    {
        int count = 0;
        DeferredLength length = isMap ? reply.DeferredMap() : reply.DeferredSet();
        LuaApi.PushNil(state);
        while (LuaApi.Next(state, -2) != 0)
        {
            LuaApi.PushValue(state, -2);
            Write(depth + MapPlaces);
            if (isMap)
                Write(depth + MapPlaces);
            else
                LuaApi.Pop(state, 1);
            count++;
        }
        reply.Complete(length, count);
    }

    private void Array(int depth)
    {
        DeferredLength length = reply.DeferredArray();
        int count = 0;
        while (LuaApi.RawGet(state, -1, count + 1) != LuaApi.TypeNil)
        {
            count++;
            Write(depth + 1);
        }
        LuaApi.Pop(state, 1);
        reply.Complete(length, count);
    }
}
