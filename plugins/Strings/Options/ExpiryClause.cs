using System.Text;

namespace CacheStorm.Plugins.Strings;

/// <summary>The ways in which a command's options speak of an expiry.</summary>
internal enum ExpiryForm : byte
{
    /// <summary>Not at all.</summary>
    None,
    /// <summary>EX: seconds from now.</summary>
    Seconds,
    /// <summary>PX: milliseconds from now.</summary>
    Milliseconds,
    /// <summary>EXAT: Unix time in seconds.</summary>
    SecondsAt,
    /// <summary>PXAT: Unix time in milliseconds.</summary>
    MillisecondsAt,
    /// <summary>KEEPTTL: as it is.</summary>
    Keep,
    /// <summary>PERSIST: take it away.</summary>
    Persist,
}

/// <summary>What became of reading an expiry's number.</summary>
internal enum ExpiryReading
{
    Valid,
    NotInteger,
    /// <summary>Zero, negative, or beyond what 64 bits of milliseconds can say.</summary>
    Invalid,
}

/// <summary>One expiry option with its number still unread: Redis complains of the syntax of all options before it looks at numbers.</summary>
internal readonly ref struct ExpiryClause
{
    private readonly ReadOnlySpan<byte> _amount;

    public ExpiryClause(ExpiryForm form, ReadOnlySpan<byte> amount)
    {
        Form = form;
        _amount = amount;
    }

    public ExpiryForm Form { get; }

    /// <summary>True for the forms that have a number.</summary>
    public bool HasTime => TakesNumber(Form);

    /// <summary>True for a point in time, false for a span from now.</summary>
    public bool IsAbsolute => Form is ExpiryForm.SecondsAt or ExpiryForm.MillisecondsAt;

    /// <summary>
    /// Takes the option at an index, if it is one of an expiry. The same form may come twice (the last one counts), different ones may not.
    /// </summary>
    /// <param name="arguments">The command's arguments.</param>
    /// <param name="index">The option; moved to its last argument.</param>
    /// <param name="clause">What was taken before; replaced.</param>
    public static bool TryTake(ArgumentList arguments, ref int index, ref ExpiryClause clause)
    {
        ExpiryForm form = FormOf(arguments[index]);
        if (form == ExpiryForm.None || (clause.Form != ExpiryForm.None && clause.Form != form))
            return false;
        if (!TakesNumber(form))
        {
            clause = new ExpiryClause(form, default);
            return true;
        }
        if (index + 1 >= arguments.Count)
            return false;
        clause = new ExpiryClause(form, arguments[++index]);
        return true;
    }

    /// <summary>Reads the number of a clause that <see cref="HasTime"/>.</summary>
    /// <param name="now">The time of the call.</param>
    /// <param name="unixMilliseconds">When to expire.</param>
    public ExpiryReading Read(long now, out long unixMilliseconds)
    {
        if (!Numbers.TryParseInt64(_amount, out unixMilliseconds))
            return ExpiryReading.NotInteger;
        bool seconds = Form is ExpiryForm.Seconds or ExpiryForm.SecondsAt;
        if (unixMilliseconds <= 0 || (seconds && unixMilliseconds > long.MaxValue / 1000))
            return ExpiryReading.Invalid;
        if (seconds)
            unixMilliseconds *= 1000;
        if (IsAbsolute)
            return ExpiryReading.Valid;
        if (unixMilliseconds > long.MaxValue - now)
            return ExpiryReading.Invalid;
        unixMilliseconds += now;
        return ExpiryReading.Valid;
    }

    /// <summary>Turns the clause into what storing a value needs.</summary>
    /// <param name="context">The call; the error is its reply when this fails.</param>
    /// <param name="expiry">The expiry.</param>
    public bool TryResolve(CommandContext context, out Expiry expiry)
    {
        expiry = Form == ExpiryForm.Keep ? Expiry.Keep : Expiry.None;
        if (!HasTime)
            return true;
        ExpiryReading reading = Read(context.Now, out long unixMilliseconds);
        if (reading != ExpiryReading.Valid)
        {
            Refuse(context, reading);
            return false;
        }
        expiry = Expiry.At(unixMilliseconds);
        return true;
    }

    /// <summary>Replies with what is wrong about the number.</summary>
    public static void Refuse(CommandContext context, ExpiryReading reading)
    {
        if (reading == ExpiryReading.NotInteger)
            context.Reply.Error(Errors.NotInteger);
        else
            StringErrors.InvalidExpiry(context);
    }

    private static bool TakesNumber(ExpiryForm form) => form is >= ExpiryForm.Seconds and <= ExpiryForm.MillisecondsAt;

    private static ExpiryForm FormOf(ReadOnlySpan<byte> word) => word.Length switch
    {
        2 when Ascii.EqualsIgnoreCase(word, "EX"u8) => ExpiryForm.Seconds,
        2 when Ascii.EqualsIgnoreCase(word, "PX"u8) => ExpiryForm.Milliseconds,
        4 when Ascii.EqualsIgnoreCase(word, "EXAT"u8) => ExpiryForm.SecondsAt,
        4 when Ascii.EqualsIgnoreCase(word, "PXAT"u8) => ExpiryForm.MillisecondsAt,
        7 when Ascii.EqualsIgnoreCase(word, "KEEPTTL"u8) => ExpiryForm.Keep,
        7 when Ascii.EqualsIgnoreCase(word, "PERSIST"u8) => ExpiryForm.Persist,
        _ => ExpiryForm.None,
    };
}
