using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.Scripting.Lua;

/// <summary>
/// The memory of one Lua state, with a limit. Small blocks come from lists by size, large ones from the system. Belongs to its state: one
/// thread at a time. While managed code runs inside the state (<see cref="Unlimited"/>) nothing is refused, because a refusal is an error
/// that Lua raises across that code; the limit makes itself felt when Lua asks next.
/// </summary>
internal unsafe struct LuaMemory
{
    private const int Granularity = 16;
    private const int LargestSmall = 512;
    private const int ChunkSize = 64 * 1024;
    private const int Classes = LargestSmall / Granularity + 1;

    /// <summary>Bytes in use.</summary>
    public long Used;

    /// <summary>Bytes allowed.</summary>
    public long Limit;

    /// <summary>Above zero: nothing is refused.</summary>
    public int Unlimited;

    private volatile int _isFrozen;
    private volatile int _isFreeing;
    private fixed long _free[Classes];
    private byte* _chunk;
    private byte* _chunkEnd;
    private void** _chunks;

    public static LuaMemory* Create(long limit)
    {
        var memory = (LuaMemory*)NativeMemory.AllocZeroed((nuint)sizeof(LuaMemory));
        memory->Limit = limit;
        return memory;
    }

    /// <summary>Gives everything back; large blocks have been freed by closing the state.</summary>
    public static void Destroy(LuaMemory* memory)
    {
        void** chunk = memory->_chunks;
        while (chunk != null)
        {
            var next = (void**)*chunk;
            NativeMemory.Free(chunk);
            chunk = next;
        }
        NativeMemory.Free(memory);
    }

    /// <summary>What Lua calls for every block: to get, resize and free it.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void* Allocate(void* owner, void* block, nuint oldSize, nuint newSize)
    {
        var memory = (LuaMemory*)owner;
        if (block == null)
            oldSize = 0; // it says what kind of block it is going to be
        if (newSize == 0)
        {
            if (block != null)
                memory->Free(block, oldSize);
            return null;
        }
        if (newSize > oldSize && memory->Unlimited == 0 && (long)newSize > memory->Limit - memory->Used + (long)oldSize)
            return null;
        return block == null ? memory->Take(newSize) : memory->Resize(block, oldSize, newSize);
    }

    private void* Take(nuint size)
    {
        void* block = size <= LargestSmall ? TakeSmall(ClassOf(size)) : Malloc(size);
        if (block != null)
            Used += (long)size;
        return block;
    }

    private void* Resize(void* block, nuint oldSize, nuint newSize)
    {
        if (oldSize > LargestSmall && newSize > LargestSmall)
        {
            void* moved = Realloc(block, newSize);
            if (moved == null)
                return newSize <= oldSize ? block : null;
            Used += (long)newSize - (long)oldSize;
            return moved;
        }
        if (oldSize <= LargestSmall && newSize <= LargestSmall && ClassOf(oldSize) == ClassOf(newSize))
        {
            Used += (long)newSize - (long)oldSize;
            return block;
        }
        void* fresh = Take(newSize);
        if (fresh == null)
            return null;
        Buffer.MemoryCopy(block, fresh, newSize, Math.Min(oldSize, newSize));
        Free(block, oldSize);
        return fresh;
    }

    /// <summary>
    /// From another thread: no block is freed until <see cref="Thaw"/>. The one who frees writes a flag and reads the other; the barrier that
    /// this needs is had from the system, here, so that freeing costs none.
    /// </summary>
    public void Freeze()
    {
        _isFrozen = 1;
        Interlocked.MemoryBarrierProcessWide();
        var wait = new SpinWait();
        while (_isFreeing != 0)
            wait.SpinOnce();
    }

    /// <summary>Blocks are freed again.</summary>
    public void Thaw() => _isFrozen = 0;

    private void Free(void* block, nuint size)
    {
        _isFreeing = 1;
        if (_isFrozen != 0)
            WaitForThaw();
        FreeNow(block, size);
        _isFreeing = 0;
    }

    private void WaitForThaw()
    {
        var wait = new SpinWait();
        do
        {
            _isFreeing = 0;
            while (_isFrozen != 0)
                wait.SpinOnce();
            _isFreeing = 1;
        }
        while (_isFrozen != 0);
    }

    private void FreeNow(void* block, nuint size)
    {
        Used -= (long)size;
        if (size > LargestSmall)
        {
            NativeMemory.Free(block);
            return;
        }
        int list = ClassOf(size);
        *(long*)block = _free[list];
        _free[list] = (long)block;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ClassOf(nuint size) => (int)((size + (Granularity - 1)) / Granularity);

    private void* TakeSmall(int list)
    {
        long block = _free[list];
        if (block != 0)
        {
            _free[list] = *(long*)block;
            return (void*)block;
        }
        int size = list * Granularity;
        if (_chunkEnd - _chunk < size && !NextChunk())
            return null;
        byte* fresh = _chunk;
        _chunk += size;
        return fresh;
    }

    private bool NextChunk()
    {
        var chunk = (byte*)Malloc(ChunkSize);
        if (chunk == null)
            return false;
        *(void***)chunk = _chunks;
        _chunks = (void**)chunk;
        _chunk = chunk + Granularity;
        _chunkEnd = chunk + ChunkSize;
        return true;
    }

    private static void* Malloc(nuint size)
    {
        try
        {
            return NativeMemory.Alloc(size);
        }
        catch (OutOfMemoryException)
        {
            return null;
        }
    }

    private static void* Realloc(void* block, nuint size)
    {
        try
        {
            return NativeMemory.Realloc(block, size);
        }
        catch (OutOfMemoryException)
        {
            return null;
        }
    }
}
