using System.Text;

namespace CacheStorm.Plugins.Tags;

/// <summary>SOFT or SOFTAT with its number still unread: syntax is complained of first.</summary>
internal readonly ref struct GraceClause
{
    private readonly ReadOnlySpan<byte> _amount;
    private readonly bool _isAbsolute;

    private GraceClause(ReadOnlySpan<byte> amount, bool isAbsolute)
    {
        _amount = amount;
        _isAbsolute = isAbsolute;
        IsPresent = true;
    }

    public bool IsPresent { get; }

    /// <summary>Takes the option at an index, if it is this one. There can be one.</summary>
    public static bool TryTake(ArgumentList arguments, ref int index, ref GraceClause clause)
    {
        bool isAbsolute = Ascii.EqualsIgnoreCase(arguments[index], "SOFTAT"u8);
        if (clause.IsPresent || index + 1 >= arguments.Count || !isAbsolute && !Ascii.EqualsIgnoreCase(arguments[index], "SOFT"u8))
            return false;
        clause = new GraceClause(arguments[++index], isAbsolute);
        return true;
    }

    /// <summary>Reads until when entries stay readable.</summary>
    /// <param name="now">The time of the call.</param>
    /// <param name="until">Unix milliseconds; 0: they go at once.</param>
    /// <param name="problem">The error when the number makes no sense.</param>
    public bool TryResolve(long now, out long until, out ReadOnlySpan<byte> problem)
    {
        until = 0;
        problem = default;
        if (!IsPresent)
            return true;
        if (!Numbers.TryParseInt64(_amount, out long amount) || !_isAbsolute && amount > (long.MaxValue - now) / 1000)
        {
            problem = Errors.NotInteger;
            return false;
        }

        if (amount < 1)
        {
            problem = Errors.MustBePositive;
            return false;
        }

        until = _isAbsolute ? amount : now + amount * 1000;
        return true;
    }
}
