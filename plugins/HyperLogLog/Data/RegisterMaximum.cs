using System.Numerics;
using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.HyperLogLog;

/// <summary>
/// The registers of several counters united: each is the greatest of all. Scratch space, one for each thread and used by its
/// running call only; a byte a register.
/// </summary>
internal sealed class RegisterMaximum
{
    [ThreadStatic]
    private static RegisterMaximum? t_instance;

    private readonly byte[] _registers = new byte[HllFormat.Registers];
    private readonly byte[] _unpacked = new byte[HllFormat.Registers];

    private RegisterMaximum() { }

    /// <summary>This thread's, with all registers 0.</summary>
    public static RegisterMaximum Begin()
    {
        RegisterMaximum maximum = t_instance ??= new RegisterMaximum();
        maximum._registers.AsSpan().Clear();
        return maximum;
    }

    /// <summary>The registers.</summary>
    public ReadOnlySpan<byte> Registers => _registers;

    /// <summary>Takes in a value.</summary>
    /// <param name="value">A framed value.</param>
    /// <returns>False when it is broken.</returns>
    public bool TryAdd(ReadOnlySpan<byte> value)
    {
        if (!TryUnpack(value, _unpacked))
            return false;
        Span<Vector<byte>> maxima = MemoryMarshal.Cast<byte, Vector<byte>>(_registers.AsSpan());
        ReadOnlySpan<Vector<byte>> others = MemoryMarshal.Cast<byte, Vector<byte>>(_unpacked.AsSpan())[..maxima.Length];
        for (int i = 0; i < maxima.Length; i++)
            maxima[i] = Vector.Max(maxima[i], others[i]);
        return true;
    }

    /// <summary>Copies a value's registers, a byte each.</summary>
    /// <param name="value">A framed value.</param>
    /// <param name="registers">Receives them.</param>
    /// <returns>False when it is broken.</returns>
    public static bool TryUnpack(ReadOnlySpan<byte> value, Span<byte> registers)
    {
        if (HllFormat.IsSparse(value))
            return SparseRegisters.TryUnpack(value, registers);
        DenseRegisters.Unpack(value[HllFormat.HeaderBytes..], registers);
        return true;
    }
}
