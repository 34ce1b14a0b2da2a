using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CacheStorm.Host.Storage.Tags;

/// <summary>
/// A lock for some tens of nanoseconds: one interlocked operation to take it, a store to give it back. Not to be taken twice by one thread.
/// Who finds it taken spins, then yields, then sleeps, so that a holder who lost his processor gets it back.
/// </summary>
internal sealed class SpinGate
{
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Padded
    {
        [FieldOffset(64)]
        public int Taken;
    }

    private Padded _state;

    /// <summary>Takes it until the holder is disposed of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Holder Hold()
    {
        if (Interlocked.CompareExchange(ref _state.Taken, 1, 0) != 0)
            Wait();
        return new Holder(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Wait()
    {
        SpinWait wait = default;
        do
            wait.SpinOnce();
        while (Volatile.Read(ref _state.Taken) != 0 || Interlocked.CompareExchange(ref _state.Taken, 1, 0) != 0);
    }

    /// <summary>Gives it back.</summary>
    public readonly ref struct Holder(SpinGate gate)
    {
        private readonly SpinGate _gate = gate;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Dispose() => Volatile.Write(ref _gate._state.Taken, 0);
    }
}
