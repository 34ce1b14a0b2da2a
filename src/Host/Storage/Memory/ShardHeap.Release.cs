using System.Runtime.InteropServices;

namespace CacheStorm.Host.Storage.Memory;

/// <summary>Giving everything back at once, or by and by.</summary>
internal sealed unsafe partial class ShardHeap
{
    // As a shift: returning so much to the system takes as long as freeing a block.
    private const int BytesAtOnce = 16;

    /// <summary>Gives everything back, whatever is still in use.</summary>
    public void FreeAll()
    {
        while (!FreeSome(int.MaxValue))
        {
        }
    }

    /// <summary>Gives some of all that there is back, whatever is still in use: the heap is no longer good for anything else until all is.</summary>
    /// <param name="budget">A page costs one, a large block one and more.</param>
    /// <returns>True when nothing is left.</returns>
    public bool FreeSome(int budget)
    {
        for (int i = 0; i < SizeClasses.Count && _partial is not null; i++)
        {
            if (!ReturnPages(ref _partial[i], ref budget) || !ReturnPages(ref _full![i], ref budget))
                return false;
        }

        for (; _large != null; budget--)
        {
            if (budget <= 0)
                return false;
            LargeBlock* large = _large;
            _large = large->Next;
            budget -= large->Capacity >> BytesAtOnce;
            CountLarge(-large->Cost);
            NativeMemory.Free(large);
        }

        _partial = _full = null;
        UsedBytes = HeldBytes = LargeBytes = Blocks = 0;
        return true;
    }

    private bool ReturnPages(ref HeapPage* first, ref int budget)
    {
        for (; first != null; budget--)
        {
            if (budget <= 0)
                return false;
            HeapPage* page = first;
            first = page->Next;
            HeldBytes -= HeapPage.Bytes;
            pool.Return((byte*)page);
        }

        return true;
    }
}
