using System.Runtime.InteropServices;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// A big-reader lock: each worker holds a slot of its own, which nobody else touches, for a batch of commands; whoever must
/// be alone takes all slots. A slot is a number set by compare-and-swap; <c>_wanted</c> makes workers stand back
/// before their next batch, so that whoever wants to be alone never starves.
/// </summary>
internal sealed class Gate(int slots)
{
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Slot
    {
        [FieldOffset(64)]
        public int Taken;
    }

    /// <summary>Milliseconds until somebody who waits asks whether to go on.</summary>
    private const int Patience = 20;

    private readonly Slot[] _slots = new Slot[slots];
    private readonly object _alone = new();
    private int _wanted;

    /// <summary>Takes the worker's slot. Waits while somebody is alone, or wants to be.</summary>
    public void Enter(int slot) => TryEnter(slot, null);

    /// <summary>Takes the worker's slot, unless waiting for it is given up.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="givesUp">Asked now and then while it waits; null: it waits as long as it takes.</param>
    public bool TryEnter(int slot, Func<bool>? givesUp)
    {
        if (Volatile.Read(ref _wanted) == 0 && Interlocked.CompareExchange(ref _slots[slot].Taken, 1, 0) == 0)
            return true;
        return EnterSlowly(slot, givesUp);
    }

    /// <summary>Gives the worker's slot back.</summary>
    public void Exit(int slot) => Volatile.Write(ref _slots[slot].Taken, 0);

    /// <summary>Waits until nobody else runs. Not for a thread that is alone already.</summary>
    /// <param name="slot">The slot that the caller holds, given up meanwhile so that two who want to be alone don't wait for each other; -1: none.</param>
    public void EnterAlone(int slot) => TryEnterAlone(slot, null);

    /// <summary>The same, unless waiting is given up: then the slot is not the caller's any more.</summary>
    public bool TryEnterAlone(int slot, Func<bool>? givesUp)
    {
        if (slot >= 0)
            Exit(slot);
        Interlocked.Increment(ref _wanted);
        while (!Monitor.TryEnter(_alone, Patience))
        {
            if (givesUp?.Invoke() != true)
                continue;
            Interlocked.Decrement(ref _wanted);
            return false;
        }
        var wait = new SpinWait();
        for (int i = 0; i < _slots.Length; i++)
        {
            while (Interlocked.CompareExchange(ref _slots[i].Taken, 1, 0) != 0)
            {
                wait.SpinOnce(sleep1Threshold: -1);
                if (givesUp?.Invoke() != true)
                    continue;
                Interlocked.Decrement(ref _wanted);
                while (--i >= 0)
                    Exit(i);
                Monitor.Exit(_alone);
                return false;
            }
        }
        return true;
    }

    /// <summary>Waits, not for ever, until nobody else runs. For a thread that holds no slot.</summary>
    /// <returns>False when somebody did not come to an end in time; then nothing is held.</returns>
    public bool TryEnterAlone(TimeSpan patience)
    {
        long deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        Interlocked.Increment(ref _wanted);
        if (!Monitor.TryEnter(_alone, patience))
        {
            Interlocked.Decrement(ref _wanted);
            return false;
        }

        var wait = new SpinWait();
        for (int i = 0; i < _slots.Length; i++)
        {
            while (Interlocked.CompareExchange(ref _slots[i].Taken, 1, 0) != 0)
            {
                wait.SpinOnce(sleep1Threshold: -1);
                if (Environment.TickCount64 < deadline)
                    continue;
                Interlocked.Decrement(ref _wanted);
                while (--i >= 0)
                    Exit(i);
                Monitor.Exit(_alone);
                return false;
            }
        }

        return true;
    }

    /// <summary>Lets the others go on.</summary>
    /// <param name="slot">The slot that the caller keeps; -1: none.</param>
    public void ExitAlone(int slot)
    {
        Interlocked.Decrement(ref _wanted);
        for (int i = 0; i < _slots.Length; i++)
        {
            if (i != slot)
                Exit(i);
        }
        Monitor.Exit(_alone);
    }

    private bool EnterSlowly(int slot, Func<bool>? givesUp)
    {
        var wait = new SpinWait();
        while (true)
        {
            // Whoever is alone, or about to be, holds the monitor: waiting for it costs no processor time.
            if (Volatile.Read(ref _wanted) != 0)
            {
                if (Monitor.TryEnter(_alone, Patience))
                    Monitor.Exit(_alone);
                if (givesUp?.Invoke() == true)
                    return false;
            }
            if (Volatile.Read(ref _wanted) == 0 && Interlocked.CompareExchange(ref _slots[slot].Taken, 1, 0) == 0)
                return true;
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }
}
