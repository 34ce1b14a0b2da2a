using System.Text;

namespace CacheStorm.Plugins.Bitmaps;

/// <summary>
/// Reads BITFIELD's steps one after the other. A call reads them twice, first to check them all, then to run them, so nothing
/// has to be kept.
/// </summary>
/// <param name="arguments">The command's arguments.</param>
/// <param name="maxLength">How many bytes a bitmap may have.</param>
internal ref struct FieldOperationReader(ArgumentList arguments, long maxLength)
{
    private int _next = 2;
    private FieldOverflow _overflow;

    /// <summary>The step that was read last.</summary>
    public FieldOperation Current { get; private set; }

    /// <summary>Why the reader stopped before the end; empty when it did not.</summary>
    public ReadOnlySpan<byte> Error { get; private set; }

    /// <summary>Reads the next step.</summary>
    /// <returns>False at the end and at an <see cref="Error"/>.</returns>
    public bool MoveNext()
    {
        while (_next < arguments.Count)
        {
            ReadOnlySpan<byte> word = arguments[_next];
            int behind = arguments.Count - _next - 1;
            if (behind >= 2 && Ascii.EqualsIgnoreCase(word, "GET"u8))
                return Read(FieldAction.Get);
            if (behind >= 3 && Ascii.EqualsIgnoreCase(word, "SET"u8))
                return Read(FieldAction.Set);
            if (behind >= 3 && Ascii.EqualsIgnoreCase(word, "INCRBY"u8))
                return Read(FieldAction.IncrementBy);
            if (behind < 1 || !Ascii.EqualsIgnoreCase(word, "OVERFLOW"u8))
                return Fail(Errors.Syntax);
            if (!TryReadOverflow(arguments[_next + 1], out _overflow))
                return Fail(BitmapErrors.OverflowType);
            _next += 2;
        }
        return false;
    }

    private bool Read(FieldAction action)
    {
        if (!FieldType.TryParse(arguments[_next + 1], out FieldType type))
            return Fail(BitmapErrors.FieldType);
        if (!BitOffset.TryParse(arguments[_next + 2], type.Bits, maxLength, out long offset))
            return Fail(BitmapErrors.Offset);
        long value = 0;
        if (action != FieldAction.Get && !Numbers.TryParseInt64(arguments[_next + 3], out value))
            return Fail(Errors.NotInteger);
        _next += action == FieldAction.Get ? 3 : 4;
        Current = new FieldOperation(action, type, offset, value, _overflow);
        return true;
    }

    private bool Fail(ReadOnlySpan<byte> error)
    {
        Error = error;
        _next = arguments.Count;
        return false;
    }

    private static bool TryReadOverflow(ReadOnlySpan<byte> word, out FieldOverflow overflow)
    {
        overflow = FieldOverflow.Wrap;
        if (Ascii.EqualsIgnoreCase(word, "WRAP"u8))
            return true;
        overflow = FieldOverflow.Saturate;
        if (Ascii.EqualsIgnoreCase(word, "SAT"u8))
            return true;
        overflow = FieldOverflow.Fail;
        return Ascii.EqualsIgnoreCase(word, "FAIL"u8);
    }
}
