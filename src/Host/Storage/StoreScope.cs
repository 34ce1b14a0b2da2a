using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Storage;

/// <summary>
/// What the store knows of the call that is using it: the time, which shards are locked, what its key hashes to.
/// Belongs to one worker's call context; a nested call uses its caller's scope, so that it sees the same time and makes
/// the caller's entries stale.
/// </summary>
internal sealed class StoreScope(CommandContext context) : CallGeneration
{
    private ShardMask _covered;
    private byte[] _hintBuffer = [];
    private int _hintOffset;
    private int _hintLength = -1;
    private ulong _hintHash;

    public CommandContext Context { get; } = context;

    /// <summary>Unix milliseconds; stands still during the call.</summary>
    public long Now { get; private set; }

    /// <summary>Seconds of the access clock.</summary>
    public uint Clock { get; private set; }

    /// <summary>The client asked that its reads leave no trace in the access words.</summary>
    public bool NoTouch { get; set; }

    /// <summary>Begins a call that has the shards of the mask locked; <see cref="ShardMask.All"/> when it runs alone.</summary>
    public void Begin(long now, in ShardMask covered, bool noTouch = false)
    {
        Context.Now = now;
        Now = now;
        Clock = (uint)((ulong)now / 1000);
        NoTouch = noTouch;
        _covered = covered;
    }

    /// <summary>Widens or narrows what is locked within a call.</summary>
    public void Cover(in ShardMask covered) => _covered = covered;

    /// <summary>
    /// Passes on the hash of a key that was computed ahead. It is used for the key at this very place only, so a hint
    /// that was not renewed is never wrong as long as the buffer's bytes stay what they are for the call.
    /// </summary>
    public void Hint(byte[] buffer, int offset, int length, ulong hash)
    {
        _hintBuffer = buffer;
        _hintOffset = offset;
        _hintLength = length;
        _hintHash = hash;
    }

    /// <summary>Forgets the hint: the buffer is filled anew.</summary>
    public void ClearHint() => _hintLength = -1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong HashOf(ReadOnlySpan<byte> key) =>
        key.Length == _hintLength && key.Length != 0 && Unsafe.AreSame(
            ref MemoryMarshal.GetReference(key), ref _hintBuffer[_hintOffset])
            ? _hintHash
            : KeyHash.Of(key);

    /// <summary>True when no shard is locked for the call: it may lock any.</summary>
    public bool CoversNone => _covered.NextFrom(0) >= ShardSet.Count;

    /// <summary>True when the call runs alone.</summary>
    public bool CoversAll => _covered.IsAll;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Covers(int shard) => _covered.Contains(shard);
}
