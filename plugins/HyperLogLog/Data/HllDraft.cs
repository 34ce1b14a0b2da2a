namespace CacheStorm.Plugins.HyperLogLog;

/// <summary>
/// A value that is being changed beside the store and goes back in one piece. Scratch space, one for each thread and used by its
/// running call only.
/// </summary>
internal sealed class HllDraft
{
    // A sound sparse value has two bytes a register at most; what is longer came from outside and is not kept.
    private const int KeptBytes = HllFormat.HeaderBytes + 2 * HllFormat.Registers + SparseRegisters.MaxGrowth;

    [ThreadStatic]
    private static HllDraft? t_instance;

    private byte[] _buffer = new byte[HllFormat.DenseBytes + SparseRegisters.MaxGrowth];
    private int _length;

    private HllDraft() { }

    /// <summary>This thread's, with a value that has no elements, sparse.</summary>
    public static HllDraft BeginEmpty()
    {
        HllDraft draft = Begin(SparseRegisters.EmptyBytes);
        SparseRegisters.WriteEmpty(draft._buffer);
        return draft;
    }

    /// <summary>This thread's, with a copy of a value.</summary>
    /// <param name="value">A framed value.</param>
    public static HllDraft BeginFrom(ReadOnlySpan<byte> value)
    {
        HllDraft draft = Begin(value.Length);
        value.CopyTo(draft._buffer);
        return draft;
    }

    /// <summary>The value as it is now.</summary>
    public ReadOnlySpan<byte> Value => _buffer.AsSpan(0, _length);

    /// <summary>Says that the kept estimate is no longer right.</summary>
    public void MakeStale() => HllFormat.MakeStale(_buffer);

    /// <summary>Raises a register, changing to the dense form when it has to.</summary>
    /// <param name="element">The register and what it must hold at least.</param>
    /// <param name="sparseMaxBytes">How long the sparse form may grow.</param>
    /// <returns>None, Raised or Broken.</returns>
    public RegisterChange Raise(ElementHash element, long sparseMaxBytes)
    {
        if (HllFormat.IsSparse(_buffer))
        {
            if (_buffer.Length < _length + SparseRegisters.MaxGrowth)
                Array.Resize(ref _buffer, 2 * _length);
            RegisterChange change = SparseRegisters.Raise(_buffer, ref _length, element.Register, element.Rank, sparseMaxBytes);
            if (change != RegisterChange.NeedsDense)
                return change;
            if (!TryMakeDense())
                return RegisterChange.Broken;
        }

        Span<byte> registers = _buffer.AsSpan(HllFormat.HeaderBytes, DenseRegisters.Bytes);
        if (DenseRegisters.Get(registers, element.Register) >= element.Rank)
            return RegisterChange.None;
        DenseRegisters.Set(registers, element.Register, element.Rank);
        HllFormat.MakeStale(_buffer);
        return RegisterChange.Raised;
    }

    /// <summary>Raises all registers to what others hold.</summary>
    /// <param name="maximum">The others, and this value's own.</param>
    /// <param name="dense">The result must be dense.</param>
    /// <param name="sparseMaxBytes">How long the sparse form may grow.</param>
    /// <returns>False when the value is broken.</returns>
    public bool TryRaiseAll(ReadOnlySpan<byte> maximum, bool dense, long sparseMaxBytes)
    {
        if (dense && !TryMakeDense())
            return false;
        for (int register = 0; register < maximum.Length && HllFormat.IsSparse(_buffer); register++)
        {
            if (maximum[register] != 0
                && Raise(new ElementHash(register, maximum[register]), sparseMaxBytes) == RegisterChange.Broken)
            {
                return false;
            }
        }
        if (!HllFormat.IsSparse(_buffer))
            DenseRegisters.Pack(maximum, _buffer.AsSpan(HllFormat.HeaderBytes, DenseRegisters.Bytes));
        HllFormat.MakeStale(_buffer);
        return true;
    }

    /// <summary>Changes to the dense form; the header's estimate stays.</summary>
    /// <returns>False when the value is broken.</returns>
    public bool TryMakeDense()
    {
        if (!HllFormat.IsSparse(_buffer))
            return true;
        Span<byte> registers = stackalloc byte[HllFormat.Registers];
        if (!SparseRegisters.TryUnpack(Value, registers))
            return false;
        if (_buffer.Length < HllFormat.DenseBytes)
            Array.Resize(ref _buffer, HllFormat.DenseBytes + SparseRegisters.MaxGrowth);
        DenseRegisters.Pack(registers, _buffer.AsSpan(HllFormat.HeaderBytes, DenseRegisters.Bytes));
        HllFormat.SetForm(_buffer, HllFormat.Dense);
        _length = HllFormat.DenseBytes;
        return true;
    }

    private static HllDraft Begin(int length)
    {
        HllDraft draft = t_instance ??= new HllDraft();
        int needed = length + SparseRegisters.MaxGrowth;
        if (draft._buffer.Length > KeptBytes && needed <= KeptBytes)
            draft._buffer = new byte[KeptBytes];
        else if (draft._buffer.Length < needed)
            draft._buffer = new byte[needed];
        draft._length = length;
        return draft;
    }
}
