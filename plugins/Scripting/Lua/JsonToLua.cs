using System.Buffers;
using System.Globalization;
using System.Text;

namespace CacheStorm.Plugins.Scripting.Lua;

/// <summary>
/// Makes Lua values of a JSON document that keeps to RFC 8259. Gives up at anything else: what to do then is the library's business.
/// Leaves on the stack what it had pushed when it gave up.
/// </summary>
internal unsafe ref struct JsonToLua(LuaState* state, ReadOnlySpan<byte> document, int deepest)
{
    private readonly ReadOnlySpan<byte> _text = document;
    private int _at;
    private int _depth;

    /// <summary>Pushes the document's value.</summary>
    public bool TryPush()
    {
        SkipBlanks();
        if (!TryValue())
            return false;
        SkipBlanks();
        return _at == _text.Length;
    }

    private bool TryValue()
    {
        if (_at >= _text.Length)
            return false;
        switch (_text[_at])
        {
            case (byte)'"':
                return TryString();
            case (byte)'{':
                return TryObject();
            case (byte)'[':
                return TryArray();
            case (byte)'t':
                LuaApi.PushBoolean(state, 1);
                return TryWord("true"u8);
            case (byte)'f':
                LuaApi.PushBoolean(state, 0);
                return TryWord("false"u8);
            case (byte)'n':
                LuaApi.PushPointer(state, null);
                return TryWord("null"u8);
            default:
                return TryNumber();
        }
    }

    private bool TryWord(ReadOnlySpan<byte> word)
    {
        if (!_text[_at..].StartsWith(word))
            return false;
        _at += word.Length;
        return true;
    }

    private bool TryArray()
    {
        if (++_depth > deepest || LuaApi.CheckStack(state, 8) == 0)
            return false;
        _at++;
        LuaApi.CreateTable(state, 0, 0);
        SkipBlanks();
        if (Take((byte)']'))
        {
            _depth--;
            return true;
        }
        for (int index = 1; ; index++)
        {
            SkipBlanks();
            if (!TryValue())
                return false;
            LuaApi.RawSet(state, -2, index);
            SkipBlanks();
            if (Take((byte)','))
                continue;
            _depth--;
            return Take((byte)']');
        }
    }

    private bool TryObject()
    {
        if (++_depth > deepest || LuaApi.CheckStack(state, 8) == 0)
            return false;
        _at++;
        LuaApi.CreateTable(state, 0, 4);
        SkipBlanks();
        if (Take((byte)'}'))
        {
            _depth--;
            return true;
        }
        while (true)
        {
            SkipBlanks();
            if (_at >= _text.Length || _text[_at] != '"' || !TryString())
                return false;
            SkipBlanks();
            if (!Take((byte)':'))
                return false;
            SkipBlanks();
            if (!TryValue())
                return false;
            LuaApi.RawSet(state, -3);
            SkipBlanks();
            if (Take((byte)','))
                continue;
            _depth--;
            return Take((byte)'}');
        }
    }

    private bool TryNumber()
    {
        int start = _at;
        int at = start;
        bool isNegative = _text[at] == '-';
        if (isNegative)
            at++;
        int firstDigit = at;
        long whole = 0;
        while (at < _text.Length && _text[at] is >= (byte)'0' and <= (byte)'9')
            whole = unchecked((whole * 10) + _text[at++] - '0');
        int digits = at - firstDigit;
        if (digits == 0 || (digits > 1 && _text[firstDigit] == '0'))
            return false;

        if (digits <= 15 && (at == _text.Length || _text[at] is (byte)',' or (byte)']' or (byte)'}' or <= (byte)' '))
        {
            LuaApi.PushNumber(state, isNegative ? -(double)whole : whole);
            _at = at;
            return true;
        }

        if (at < _text.Length && _text[at] == '.' && !TryDigits(ref at))
            return false;
        if (at < _text.Length && _text[at] is (byte)'e' or (byte)'E')
        {
            if (at + 1 < _text.Length && _text[at + 1] is (byte)'+' or (byte)'-')
                at++;
            if (!TryDigits(ref at))
                return false;
        }
        if (at < _text.Length && _text[at] is (byte)'x' or (byte)'X')
            return false;
        _at = at;
        LuaApi.PushNumber(state, double.Parse(_text[start..at], NumberStyles.Float, CultureInfo.InvariantCulture));
        return true;
    }

    /// <summary>At least one digit behind the character at a position.</summary>
    private readonly bool TryDigits(ref int at)
    {
        int first = ++at;
        while (at < _text.Length && _text[at] is >= (byte)'0' and <= (byte)'9')
            at++;
        return at > first;
    }

    private bool TryString()
    {
        ReadOnlySpan<byte> rest = _text[(_at + 1)..];
        int stop = rest.IndexOfAny((byte)'"', (byte)'\\', (byte)0);
        if (stop < 0 || rest[stop] == 0)
            return false;
        if (rest[stop] == '\\')
            return TryEscaped(rest, stop);
        LuaApi.PushString(state, rest[..stop]);
        _at += stop + 2;
        return true;
    }

    private bool TryEscaped(ReadOnlySpan<byte> rest, int at)
    {
        // No escape is shorter than what it stands for, so the text fits where it stood.
        int end = at;
        while (end < rest.Length && rest[end] != '"')
            end += rest[end] == '\\' ? 2 : 1;
        if (end >= rest.Length)
            return false;

        byte[] buffer = ArrayPool<byte>.Shared.Rent(end);
        rest[..at].CopyTo(buffer);
        int length = at;
        bool isGood = true;
        while (isGood && at < end)
        {
            byte character = rest[at++];
            if (character == 0)
                isGood = false;
            else if (character != '\\')
                buffer[length++] = character;
            else if (rest[at] == 'u')
                isGood = TryUnicode(rest, ref at, buffer, ref length);
            else if (Unescape(rest[at++]) is var plain and not 0)
                buffer[length++] = plain;
            else
                isGood = false;
        }
        if (isGood)
        {
            LuaApi.PushString(state, buffer.AsSpan(0, length));
            _at += end + 2;
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return isGood;
    }

    private static byte Unescape(byte character) => (char)character switch
    {
        '"' => (byte)'"',
        '\\' => (byte)'\\',
        '/' => (byte)'/',
        'b' => (byte)'\b',
        'f' => (byte)'\f',
        'n' => (byte)'\n',
        'r' => (byte)'\r',
        't' => (byte)'\t',
        _ => 0,
    };

    /// <summary>The character whose <c>u</c> is at a position; a surrogate takes its other half along.</summary>
    private static bool TryUnicode(ReadOnlySpan<byte> rest, ref int at, byte[] buffer, ref int length)
    {
        if (!TryHex(rest, at + 1, out int code))
            return false;
        at += 5;
        if (code is >= 0xD800 and <= 0xDFFF)
        {
            if (code >= 0xDC00 || at + 2 > rest.Length || rest[at] != '\\' || rest[at + 1] != 'u'
                || !TryHex(rest, at + 2, out int half) || half is < 0xDC00 or > 0xDFFF)
                return false;
            at += 6;
            code = 0x10000 + ((code & 0x3FF) << 10 | half & 0x3FF);
        }
        length += new Rune(code).EncodeToUtf8(buffer.AsSpan(length));
        return true;
    }

    private static bool TryHex(ReadOnlySpan<byte> rest, int at, out int code)
    {
        code = 0;
        return at + 4 <= rest.Length && int.TryParse(rest.Slice(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);
    }

    private bool Take(byte character)
    {
        if (_at >= _text.Length || _text[_at] != character)
            return false;
        _at++;
        return true;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            _at++;
    }
}
