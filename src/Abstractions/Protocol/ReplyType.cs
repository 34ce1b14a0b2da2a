namespace CacheStorm;

/// <summary>The kinds of replies in RESP2 and RESP3; the value is the byte that starts one.</summary>
public enum ReplyType : byte
{
    /// <summary>Nothing has been read.</summary>
    None = 0,

    /// <summary><c>+text</c>.</summary>
    SimpleString = (byte)'+',

    /// <summary><c>-ERR text</c>.</summary>
    Error = (byte)'-',

    /// <summary><c>:1</c>.</summary>
    Integer = (byte)':',

    /// <summary><c>$3</c> and the bytes; of length -1 a null.</summary>
    Bulk = (byte)'$',

    /// <summary><c>*2</c> and the elements; of length -1 a null.</summary>
    Array = (byte)'*',

    /// <summary><c>_</c>.</summary>
    Null = (byte)'_',

    /// <summary><c>#t</c>.</summary>
    Boolean = (byte)'#',

    /// <summary><c>,1.5</c>.</summary>
    Double = (byte)',',

    /// <summary><c>(123</c>.</summary>
    BigNumber = (byte)'(',

    /// <summary><c>!21</c> and the bytes.</summary>
    BulkError = (byte)'!',

    /// <summary><c>=7</c>, the kind, a colon and the bytes.</summary>
    Verbatim = (byte)'=',

    /// <summary><c>%1</c>, keys and values in turn.</summary>
    Map = (byte)'%',

    /// <summary><c>~2</c> and the members.</summary>
    Set = (byte)'~',

    /// <summary><c>&gt;2</c> and the elements.</summary>
    Push = (byte)'>',

    /// <summary><c>|1</c>, keys and values in turn, then the reply that they belong to.</summary>
    Attribute = (byte)'|',
}
