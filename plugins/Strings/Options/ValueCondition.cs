using System.Text;

namespace CacheStorm.Plugins.Strings;

/// <summary>What a conditional write asks of the value that is there.</summary>
internal enum ConditionKind : byte
{
    None,
    /// <summary>NX: there is no such key.</summary>
    Missing,
    /// <summary>XX: there is a value of any type.</summary>
    Existing,
    /// <summary>IFEQ: there is this string.</summary>
    Equal,
    /// <summary>IFNE: there is another string, or nothing.</summary>
    NotEqual,
    /// <summary>IFDEQ: there is a string with this digest.</summary>
    DigestEqual,
    /// <summary>IFDNE: there is a string with another digest, or nothing.</summary>
    DigestNotEqual,
}

/// <summary>A condition on the value that is there, with what to compare it to (Redis 8.4 for those that compare).</summary>
internal readonly ref struct ValueCondition
{
    private readonly ReadOnlySpan<byte> _operand;

    public ValueCondition(ConditionKind kind, ReadOnlySpan<byte> operand)
    {
        Kind = kind;
        _operand = operand;
    }

    public ConditionKind Kind { get; }

    /// <summary>True when the value itself is looked at, which then must be a string.</summary>
    public bool Compares => Kind >= ConditionKind.Equal;

    /// <summary>False when the operand should be a digest and is none.</summary>
    public bool IsWellFormed => Kind < ConditionKind.DigestEqual || ValueDigest.IsDigest(_operand);

    /// <summary>The condition that a word names.</summary>
    public static ConditionKind KindOf(ReadOnlySpan<byte> word) => word.Length switch
    {
        2 when Ascii.EqualsIgnoreCase(word, "NX"u8) => ConditionKind.Missing,
        2 when Ascii.EqualsIgnoreCase(word, "XX"u8) => ConditionKind.Existing,
        4 when Ascii.EqualsIgnoreCase(word, "IFEQ"u8) => ConditionKind.Equal,
        4 when Ascii.EqualsIgnoreCase(word, "IFNE"u8) => ConditionKind.NotEqual,
        5 when Ascii.EqualsIgnoreCase(word, "IFDEQ"u8) => ConditionKind.DigestEqual,
        5 when Ascii.EqualsIgnoreCase(word, "IFDNE"u8) => ConditionKind.DigestNotEqual,
        _ => ConditionKind.None,
    };

    /// <summary>
    /// Takes the option at an index, if it is a condition. There can be one; only NX and XX may be said twice.
    /// </summary>
    /// <param name="arguments">The command's arguments.</param>
    /// <param name="index">The option; moved to its last argument.</param>
    /// <param name="condition">What was taken before; replaced.</param>
    public static bool TryTake(ArgumentList arguments, ref int index, ref ValueCondition condition)
    {
        ConditionKind kind = KindOf(arguments[index]);
        if (kind is ConditionKind.Missing or ConditionKind.Existing)
        {
            if (condition.Kind != ConditionKind.None && condition.Kind != kind)
                return false;
            condition = new ValueCondition(kind, default);
            return true;
        }
        if (kind == ConditionKind.None || condition.Kind != ConditionKind.None || index + 1 >= arguments.Count)
            return false;
        condition = new ValueCondition(kind, arguments[++index]);
        return true;
    }

    /// <summary>Whether the condition holds for a key that exists or not.</summary>
    /// <param name="exists">There is something.</param>
    /// <param name="value">The string, for a condition that <see cref="Compares"/>.</param>
    public bool Holds(bool exists, ReadOnlySpan<byte> value) => Kind switch
    {
        ConditionKind.Missing => !exists,
        ConditionKind.Existing => exists,
        ConditionKind.Equal => exists && value.SequenceEqual(_operand),
        ConditionKind.NotEqual => !exists || !value.SequenceEqual(_operand),
        ConditionKind.DigestEqual => exists && ValueDigest.Matches(value, _operand),
        ConditionKind.DigestNotEqual => !exists || !ValueDigest.Matches(value, _operand),
        _ => true,
    };
}
