namespace CacheStorm;

/// <summary>
/// The arguments of one call, the command's name at index 0 (a subcommand's container at 0, its own name at 1).
/// Spans are valid until the handler returns. The <c>Try…</c> methods write Redis' error as the reply when they fail.
/// </summary>
public readonly struct CommandArguments
{
    private readonly CommandContext _context;

    internal CommandArguments(CommandContext context) => _context = context;

    /// <summary>How many there are, the name included.</summary>
    public int Count => _context.Request.Count;

    /// <summary>One argument's bytes.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<byte> this[int index] => _context.Request[index];

    /// <summary>True when an argument equals an ASCII word without regard to case.</summary>
    /// <param name="index">The argument's index.</param>
    /// <param name="word">The word, in either case.</param>
    public bool Is(int index, ReadOnlySpan<byte> word) => System.Text.Ascii.EqualsIgnoreCase(this[index], word);

    /// <summary>Reads a 64-bit integer as strictly as Redis: no sign but '-', no blanks, no leading zeros.</summary>
    /// <param name="index">The argument's index.</param>
    /// <param name="value">The number.</param>
    /// <returns>False when it is none; <see cref="Errors.NotInteger"/> is the reply then.</returns>
    public bool TryInt64(int index, out long value)
    {
        if (Numbers.TryParseInt64(this[index], out value))
            return true;
        _context.Reply.Error(Errors.NotInteger);
        return false;
    }

    /// <summary>Reads a 64-bit integer within bounds.</summary>
    /// <param name="index">The argument's index.</param>
    /// <param name="min">The smallest allowed.</param>
    /// <param name="max">The largest allowed.</param>
    /// <param name="value">The number.</param>
    /// <returns>False when it is none or out of bounds; the error is the reply then.</returns>
    public bool TryInt64(int index, long min, long max, out long value)
    {
        if (!TryInt64(index, out value))
            return false;
        if (value >= min && value <= max)
            return true;
        _context.Reply.Error(min == 0 && max == long.MaxValue ? Errors.MustBePositive : Errors.OutOfRange);
        return false;
    }

    /// <summary>Reads a floating-point number as Redis does: also <c>inf</c>, never NaN.</summary>
    /// <param name="index">The argument's index.</param>
    /// <param name="value">The number.</param>
    /// <returns>False when it is none; <see cref="Errors.NotFloat"/> is the reply then.</returns>
    public bool TryDouble(int index, out double value)
    {
        if (Numbers.TryParseDouble(this[index], out value) && !double.IsNaN(value))
            return true;
        _context.Reply.Error(Errors.NotFloat);
        return false;
    }

    /// <summary>Reads the cursor of SCAN and its kin, as leniently as <see cref="ScanCursor"/>.</summary>
    /// <param name="index">The argument's index.</param>
    /// <param name="cursor">The cursor; 0 to begin.</param>
    /// <returns>False when it is none; <see cref="Errors.InvalidCursor"/> is the reply then.</returns>
    public bool TryCursor(int index, out ulong cursor)
    {
        if (ScanCursor.TryParse(this[index], out cursor))
            return true;
        _context.Reply.Error(Errors.InvalidCursor);
        return false;
    }

    /// <summary>Reads the time-out of a blocking command: seconds, with a fraction.</summary>
    /// <param name="index">The argument's index.</param>
    /// <param name="milliseconds">The time-out, rounded up; 0: none. What <see cref="CommandContext.Park"/> takes.</param>
    /// <returns>False when it is none; the error is the reply then.</returns>
    public bool TryTimeout(int index, out long milliseconds)
    {
        ReadOnlySpan<byte> text = this[index];
        if (Numbers.TryParseInt64(text, out long whole) && whole is >= 0 and <= long.MaxValue / 1000)
        {
            milliseconds = whole * 1000;
        }
        else
        {
            milliseconds = 0;
            if (!LongDouble.TryParse(text, out LongDouble seconds))
            {
                _context.Reply.Error(Errors.TimeoutNotFloat);
                return false;
            }

            // What is too large counts as negative, as in Redis 7.0.
            if (!seconds.Times(1000).TryCeiling(out milliseconds) || milliseconds < 0)
            {
                _context.Reply.Error(Errors.TimeoutNegative);
                return false;
            }
        }

        // An end beyond what a clock can show is none.
        if (milliseconds > long.MaxValue - _context.Now)
            milliseconds = 0;
        return true;
    }

    /// <summary>The underlying list, for passing the request on.</summary>
    public ArgumentList List => _context.Request;
}
