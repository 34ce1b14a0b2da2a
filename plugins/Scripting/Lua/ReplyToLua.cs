using System.Buffers.Text;

namespace CacheStorm.Plugins.Scripting.Lua;

/// <summary>
/// Puts a command's reply on the stack of a script, with Redis' conversions. Runs inside a callback: nothing here may raise an error,
/// so tables are written raw, room on the stack is asked for, and no key is nil or NaN.
/// </summary>
internal unsafe ref struct ReplyToLua(LuaState* state, ReadOnlySpan<byte> reply)
{
    private readonly ReadOnlySpan<byte> _reply = reply;
    private int _at;
    private bool _isInside;

    /// <summary>Pushes the reply.</summary>
    /// <returns>True when it is an error.</returns>
    public bool Push()
    {
        byte type = _reply[_at];
        PushOne();
        return type is (byte)'-' or (byte)'!';
    }

    /// <summary>Pushes an error as scripts see one: a table.</summary>
    public static void PushError(LuaState* state, ReadOnlySpan<byte> message)
    {
        LuaApi.CreateTable(state, 0, 4);
        LuaApi.PushString(state, "err"u8);
        LuaApi.PushString(state, message);
        LuaApi.RawSet(state, -3);
        LuaApi.PushString(state, "ignore_error_stats_update"u8);
        LuaApi.PushBoolean(state, 1);
        LuaApi.RawSet(state, -3);
    }

    private ReadOnlySpan<byte> Line()
    {
        ReadOnlySpan<byte> rest = _reply[(_at + 1)..];
        int end = rest.IndexOf((byte)'\r');
        _at += end + 3;
        return rest[..end];
    }

    private long Length()
    {
        long length = _reply[_at + 1] - '0';
        if ((ulong)length <= 9 && _reply[_at + 2] == '\r')
        {
            _at += 4;
            return length;
        }
        Utf8Parser.TryParse(Line(), out length, out _);
        return length;
    }

    private ReadOnlySpan<byte> Bytes(long length)
    {
        ReadOnlySpan<byte> bytes = _reply.Slice(_at, (int)length);
        _at += (int)length + 2;
        return bytes;
    }

    private void PushOne()
    {
        // A function has twenty places from the start: enough for what is no aggregate's element.
        if (_isInside && LuaApi.CheckStack(state, 8) == 0)
        {
            // Lua has a million places on its stack; no reply is nested that deep.
            throw new InvalidOperationException("The stack of the script is full.");
        }
        switch (_reply[_at])
        {
            case (byte)'$':
                long length = Length();
                if (length < 0)
                    LuaApi.PushBoolean(state, 0);
                else
                    LuaApi.PushString(state, Bytes(length));
                break;
            case (byte)':':
                Utf8Parser.TryParse(Line(), out long number, out _);
                LuaApi.PushNumber(state, number);
                break;
            case (byte)'+':
                Field("ok"u8, Line());
                break;
            case (byte)'-':
                PushError(state, Line());
                break;
            case (byte)'!':
                PushError(state, Bytes(Length()));
                break;
            case (byte)'*' or (byte)'>':
                Array();
                break;
            case (byte)'_':
                Line();
                LuaApi.PushNil(state);
                break;
            case (byte)'#':
                LuaApi.PushBoolean(state, Line()[0] == 't' ? 1 : 0);
                break;
            case (byte)',':
                Double(Line());
                break;
            case (byte)'(':
                Field("big_number"u8, Line());
                break;
            case (byte)'=':
                Verbatim(Bytes(Length()));
                break;
            case (byte)'%':
                Map();
                break;
            case (byte)'~':
                Set();
                break;
            default: // an attribute: it belongs to what follows, which is all that a script sees
                for (long left = Length() * 2; left > 0; left--)
                {
                    PushOne();
                    LuaApi.Pop(state, 1);
                }
                PushOne();
                break;
        }
    }

    private readonly void Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        LuaApi.CreateTable(state, 0, 1);
        LuaApi.PushString(state, name);
        LuaApi.PushString(state, value);
        LuaApi.RawSet(state, -3);
    }

    private readonly void Double(ReadOnlySpan<byte> text)
    {
        if (!Numbers.TryParseDouble(text, out double value))
            value = double.NaN;
        LuaApi.CreateTable(state, 0, 1);
        LuaApi.PushString(state, "double"u8);
        LuaApi.PushNumber(state, value);
        LuaApi.RawSet(state, -3);
    }

    private readonly void Verbatim(ReadOnlySpan<byte> text)
    {
        LuaApi.CreateTable(state, 0, 1);
        LuaApi.PushString(state, "verbatim_string"u8);
        LuaApi.CreateTable(state, 0, 2);
        LuaApi.PushString(state, "string"u8);
        LuaApi.PushString(state, text[4..]);
        LuaApi.RawSet(state, -3);
        LuaApi.PushString(state, "format"u8);
        LuaApi.PushString(state, text[..3]);
        LuaApi.RawSet(state, -3);
        LuaApi.RawSet(state, -3);
    }

    private void Array()
    {
        long count = Length();
        if (count < 0)
        {
            LuaApi.PushBoolean(state, 0);
            return;
        }
        _isInside = true;
        LuaApi.CreateTable(state, (int)count, 0);
        for (long i = 1; i <= count; i++)
        {
            PushOne();
            LuaApi.RawSet(state, -2, i);
        }
    }

    private void Map()
    {
        long pairs = Length();
        LuaApi.CreateTable(state, 0, 1);
        LuaApi.PushString(state, "map"u8);
        _isInside = true;
        LuaApi.CreateTable(state, 0, (int)pairs);
        for (long i = 0; i < pairs; i++)
        {
            PushOne();
            PushOne();
            Store();
        }
        LuaApi.RawSet(state, -3);
    }

    private void Set()
    {
        long count = Length();
        LuaApi.CreateTable(state, 0, 1);
        LuaApi.PushString(state, "set"u8);
        _isInside = true;
        LuaApi.CreateTable(state, 0, (int)count);
        for (long i = 0; i < count; i++)
        {
            PushOne();
            LuaApi.PushBoolean(state, 1);
            Store();
        }
        LuaApi.RawSet(state, -3);
    }

    /// <summary>Stores the pair on top in the table below it; a key that can't be one is left out.</summary>
    private readonly void Store()
    {
        if (LuaApi.TypeOf(state, -2) == LuaApi.TypeNil)
            LuaApi.Pop(state, 2);
        else
            LuaApi.RawSet(state, -3);
    }
}
