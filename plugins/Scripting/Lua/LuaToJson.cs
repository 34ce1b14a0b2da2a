using System.Buffers;

namespace CacheStorm.Plugins.Scripting.Lua;

/// <summary>
/// Writes Lua values as JSON where they are what JSON has: texts, numbers, sequences, tables with texts as keys. Gives up at anything
/// else: whether that is an error is the library's business.
/// </summary>
internal unsafe ref struct LuaToJson(LuaState* state, byte[] buffer, int deepest)
{
    private const int LongestDocument = 64 << 20;

    private static readonly SearchValues<byte> s_escaped = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, (byte)'"', (byte)'\\', (byte)'/', 127]);

    private byte[] _buffer = buffer;
    private int _length;

    /// <summary>What holds the document: the array that was given, or a larger one.</summary>
    public readonly byte[] Buffer => _buffer;

    public readonly ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Writes the value on top of the stack.</summary>
    public bool TryWrite() => TryValue(0);

    /// <summary>Writes the value on top, which stays there.</summary>
    private bool TryValue(int depth)
    {
        switch (LuaApi.TypeOf(state, -1))
        {
            case LuaApi.TypeString:
                Text(LuaApi.StringAt(state, -1));
                return true;
            case LuaApi.TypeNumber:
                return TryNumber(LuaApi.ToNumber(state, -1, null));
            case LuaApi.TypeBoolean:
                Put(LuaApi.ToBoolean(state, -1) != 0 ? "true"u8 : "false"u8);
                return true;
            case LuaApi.TypeNil or LuaApi.TypePointer:
                Put("null"u8);
                return true;
            case LuaApi.TypeTable:
                return depth < deepest && _length < LongestDocument && LuaApi.CheckStack(state, 8) != 0 && TryTable(depth + 1);
            default:
                return false;
        }
    }

    private bool TryTable(int depth)
    {
        LuaApi.PushNil(state);
        if (LuaApi.Next(state, -2) == 0)
        {
            // An empty table with a metatable may stand before another.
            if (LuaApi.GetMetatable(state, -1) != 0)
                return false;
            Put("{}"u8);
            return true;
        }
        if (LuaApi.TypeOf(state, -2) == LuaApi.TypeString)
            return TryObject(depth);

        int start = _length;
        if (TrySequence(depth, out bool isMixed))
            return true;
        if (!isMixed)
            return false;
        _length = start;
        return TryScattered(depth);
    }

    /// <summary>Goes on from the first member, whose key and value are on the stack.</summary>
    private bool TryObject(int depth)
    {
        byte separator = (byte)'{';
        do
        {
            if (LuaApi.TypeOf(state, -2) != LuaApi.TypeString)
                return false;
            Put(separator);
            separator = (byte)',';
            Text(LuaApi.StringAt(state, -2));
            Put((byte)':');
            if (!TryValue(depth))
                return false;
            LuaApi.Pop(state, 1);
        }
        while (LuaApi.Next(state, -2) != 0);
        Put((byte)'}');
        return true;
    }

    /// <summary>Goes on from the first element, as long as they come in their order.</summary>
    private bool TrySequence(int depth, out bool isMixed)
    {
        isMixed = false;
        byte separator = (byte)'[';
        int index = 1;
        do
        {
            if (LuaApi.TypeOf(state, -2) != LuaApi.TypeNumber || LuaApi.ToNumber(state, -2, null) != index)
            {
                isMixed = true;
                LuaApi.Pop(state, 2);
                return false;
            }
            Put(separator);
            separator = (byte)',';
            if (!TryValue(depth))
                return false;
            LuaApi.Pop(state, 1);
            index++;
        }
        while (LuaApi.Next(state, -2) != 0);
        Put((byte)']');
        return true;
    }

    /// <summary>A sequence whose elements are stored in another order.</summary>
    private bool TryScattered(int depth)
    {
        int count = 0;
        double highest = 0;
        LuaApi.PushNil(state);
        while (LuaApi.Next(state, -2) != 0)
        {
            if (LuaApi.TypeOf(state, -2) != LuaApi.TypeNumber)
                return false;
            double key = LuaApi.ToNumber(state, -2, null);
            if (key < 1 || key != Math.Floor(key))
                return false;
            highest = Math.Max(highest, key);
            count++;
            LuaApi.Pop(state, 1);
        }
        if (highest != count)
            return false;

        for (int index = 1; index <= count; index++)
        {
            Put(index == 1 ? (byte)'[' : (byte)',');
            LuaApi.RawGet(state, -1, index);
            if (!TryValue(depth))
                return false;
            LuaApi.Pop(state, 1);
        }
        Put((byte)']');
        return true;
    }

    private bool TryNumber(double value)
    {
        if (!double.IsFinite(value))
            return false;
        Reserve(LuaNumbers.MaxLength);
        _length += LuaNumbers.FormatShort(value, _buffer.AsSpan(_length));
        return true;
    }

    private void Text(ReadOnlySpan<byte> text)
    {
        Put((byte)'"');
        int stop;
        while ((stop = text.IndexOfAny(s_escaped)) >= 0)
        {
            Put(text[..stop]);
            Escape(text[stop]);
            text = text[(stop + 1)..];
        }
        Put(text);
        Put((byte)'"');
    }

    private void Escape(byte character)
    {
        switch ((char)character)
        {
            case '"':
                Put("\\\""u8);
                break;
            case '\\':
                Put("\\\\"u8);
                break;
            case '/':
                Put("\\/"u8);
                break;
            case '\b':
                Put("\\b"u8);
                break;
            case '\t':
                Put("\\t"u8);
                break;
            case '\n':
                Put("\\n"u8);
                break;
            case '\f':
                Put("\\f"u8);
                break;
            case '\r':
                Put("\\r"u8);
                break;
            default:
                Put("\\u00"u8);
                Put("0123456789abcdef"u8[character >> 4]);
                Put("0123456789abcdef"u8[character & 15]);
                break;
        }
    }

    private void Put(byte character)
    {
        Reserve(1);
        _buffer[_length++] = character;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Reserve(int more)
    {
        if (_buffer.Length - _length < more)
            Array.Resize(ref _buffer, checked(Math.Max(_buffer.Length * 2, _length + more)));
    }
}
