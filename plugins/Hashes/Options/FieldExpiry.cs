using System.Text;

namespace CacheStorm.Plugins.Hashes;

/// <summary>What an option does to the expiry of fields.</summary>
internal enum FieldExpiryForm : byte
{
    /// <summary>There is no option.</summary>
    None,
    /// <summary>EX, PX, EXAT, PXAT: a point in time.</summary>
    At,
    /// <summary>KEEPTTL: as it is.</summary>
    Keep,
    /// <summary>PERSIST: take it away.</summary>
    Persist,
}

/// <summary>The option that speaks of the fields' expiry.</summary>
/// <param name="Form">What it does.</param>
/// <param name="At">When, in Unix milliseconds, for <see cref="FieldExpiryForm.At"/>.</param>
internal readonly record struct FieldExpiry(FieldExpiryForm Form, long At)
{
    /// <summary>True for a word that a time follows.</summary>
    /// <param name="word">The word.</param>
    /// <param name="unit">Milliseconds in a unit of the time.</param>
    /// <param name="isAbsolute">Whether it counts from 1970.</param>
    public static bool TakesTime(ReadOnlySpan<byte> word, out long unit, out bool isAbsolute)
    {
        unit = 1000;
        isAbsolute = false;
        if (Ascii.EqualsIgnoreCase(word, "EX"u8))
            return true;
        if (Ascii.EqualsIgnoreCase(word, "PX"u8))
        {
            unit = 1;
            return true;
        }
        isAbsolute = true;
        if (Ascii.EqualsIgnoreCase(word, "EXAT"u8))
            return true;
        unit = 1;
        return Ascii.EqualsIgnoreCase(word, "PXAT"u8);
    }

    /// <summary>Reads the time behind such a word. When it makes no sense, the error is the reply.</summary>
    /// <param name="context">The call.</param>
    /// <param name="index">The time's index.</param>
    /// <param name="unit">Milliseconds in a unit of it.</param>
    /// <param name="isAbsolute">Whether it counts from 1970.</param>
    /// <param name="expiry">The option.</param>
    public static bool TryRead(CommandContext context, int index, long unit, bool isAbsolute, out FieldExpiry expiry)
    {
        bool isRead = FieldTime.TryRead(context, index, unit, isAbsolute ? 0 : context.Now, out long at);
        expiry = new FieldExpiry(FieldExpiryForm.At, at);
        return isRead;
    }
}
