using System.Globalization;
using System.Text;

namespace CacheStorm.IntegrationTests.Differential;

/// <summary>
/// A reply as a row writes it, turned into the bytes of one protocol:
/// <c>+OK</c>, <c>-ERR text</c>, <c>:1</c>, <c>$text</c> or <c>"text"</c> (bulk), <c>=text</c> (verbatim), <c>nil</c>, <c>nil*</c> (null array),
/// <c>,1.5</c> (double), <c>#t</c> (boolean), <c>(123</c> (big number), <c>[ … ]</c> array, <c>~[ … ]</c> set, <c>%[ … ]</c> map.
/// RESP2 gets what Redis falls back to.
/// </summary>
internal sealed class StatedReply
{
    private readonly string _text;
    private readonly bool _resp3;
    private readonly StringBuilder _bytes = new();
    private int _position;

    private StatedReply(string text, bool resp3) => (_text, _resp3) = (text, resp3);

    public static byte[] ToBytes(string text, int protocol)
    {
        var reply = new StatedReply(text, protocol == 3);
        reply.Write(whole: true);
        return Encoding.Latin1.GetBytes(reply._bytes.ToString());
    }

    private void Write(bool whole)
    {
        if (TryTake("nil*"))
            _bytes.Append(_resp3 ? "_\r\n" : "*-1\r\n");
        else if (TryTake("nil"))
            _bytes.Append(_resp3 ? "_\r\n" : "$-1\r\n");
        else if (TryTake("~["))
            WriteItems(_resp3 ? '~' : '*', 1);
        else if (TryTake("%["))
            WriteItems(_resp3 ? '%' : '*', _resp3 ? 2 : 1);
        else if (TryTake("["))
            WriteItems('*', 1);
        else
            WriteScalar(whole);
    }

    private void WriteItems(char type, int framesAnItem)
    {
        var items = new StringBuilder();
        int count = 0;
        int start = _bytes.Length;
        while (true)
        {
            SkipBlanks();
            if (TryTake("]"))
                break;
            Write(whole: false);
            count++;
        }
        items.Append(_bytes, start, _bytes.Length - start);
        _bytes.Length = start;
        _bytes.Append(CultureInfo.InvariantCulture, $"{type}{count / framesAnItem}\r\n").Append(items);
    }

    private void WriteScalar(bool whole)
    {
        if (_position == _text.Length)
            throw new FormatException($"a stated reply ends early: {_text}");
        if (_text[_position] == '"')
        {
            int close = _text.IndexOf('"', _position + 1);
            Argument bulk = CommandText.Parse(_text[_position..(close + 1)])[0];
            _position = close + 1;
            WriteBulk(Encoding.Latin1.GetString(bulk.Bytes));
            return;
        }

        int end = whole ? _text.Length : _text.IndexOfAny([' ', ']'], _position);
        if (end < 0)
            end = _text.Length;
        string word = _text[_position..end];
        _position = end;
        string value = word[1..];
        switch (word[0])
        {
            case '$': WriteBulk(value); break;
            case '=' when _resp3: _bytes.Append(CultureInfo.InvariantCulture, $"={value.Length + 4}\r\ntxt:{value}\r\n"); break;
            case '=': WriteBulk(value); break;
            case ',' or '(' when !_resp3: WriteBulk(value); break;
            case '#' when !_resp3: _bytes.Append(value == "t" ? ":1\r\n" : ":0\r\n"); break;
            case '+' or '-' or ':' or ',' or '(' or '#': _bytes.Append(word).Append("\r\n"); break;
            default: throw new FormatException($"not a stated reply: {_text}");
        }
    }

    private void WriteBulk(string value) => _bytes.Append(CultureInfo.InvariantCulture, $"${value.Length}\r\n{value}\r\n");

    private bool TryTake(string token)
    {
        if (string.CompareOrdinal(_text, _position, token, 0, token.Length) != 0)
            return false;
        _position += token.Length;
        return true;
    }

    private void SkipBlanks()
    {
        while (_position < _text.Length && _text[_position] == ' ')
            _position++;
    }
}
