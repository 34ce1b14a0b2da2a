using System.Runtime.CompilerServices;
using CacheStorm.Host.Storage.Memory;

namespace CacheStorm.Host.Storage.Records;

/// <summary>
/// A view of one entry in native memory. The memory is a block of the shard's heap; it and all that is read through
/// this view are guarded by the shard's lock, and the view is good until the entry is moved or freed.
/// </summary>
/// <remarks>
/// <code>
/// 0  type         1 byte
/// 1  encoding     1 byte
/// 2  flags        1 byte: expiry, tags, long key, epoch, storage kind (2 bits)
/// 3  key length   1 byte, 255 when the long form follows
/// 4  access word  4 bytes: what the eviction policy remembers
/// 8  value length 4 bytes
/// 12 expiry       24 bytes when flagged: milliseconds, next, address of what points here
///    tags         8 bytes when flagged: the tag block
///    key length   4 bytes when flagged
///    key, value
/// </code>
/// Fields behind the header may lie unaligned, which the processors that .NET runs on allow.
/// </remarks>
internal readonly unsafe struct Record(byte* address) : IEquatable<Record>
{
    public const int HeaderBytes = 12;
    public const int ExpiryBytes = 24;
    public const int TagBytes = 8;
    public const int LongKeyBytes = 4;

    /// <summary>The longest key whose length fits the header; one more and the long form is used.</summary>
    public const int LongestShortKey = 254;

    public const byte FlagExpiry = 1;
    public const byte FlagTags = 2;
    public const byte FlagLongKey = 4;
    public const byte FlagEpoch = 8;
    public const int StorageShift = 4;
    public const byte StorageMask = 3 << StorageShift;

    private const byte LongKeyMark = 255;

    public byte* Address { get; } = address;

    public bool IsNull => Address == null;

    public byte Type
    {
        get => Address[0];
        set => Address[0] = value;
    }

    public byte Encoding
    {
        get => Address[1];
        set => Address[1] = value;
    }

    public byte Flags
    {
        get => Address[2];
        set => Address[2] = value;
    }

    public uint Access
    {
        get => *(uint*)(Address + 4);
        set => *(uint*)(Address + 4) = value;
    }

    public int ValueLength
    {
        get => *(int*)(Address + 8);
        set => *(int*)(Address + 8) = value;
    }

    public bool HasExpiry => (Flags & FlagExpiry) != 0;

    public bool HasTags => (Flags & FlagTags) != 0;

    public StorageKind Storage => (StorageKind)((Flags & StorageMask) >> StorageShift);

    public int KeyLength
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Address[3] != LongKeyMark ? Address[3] : LongKeyLength();
    }

    /// <summary>The moment of expiry in Unix milliseconds; only where <see cref="HasExpiry"/>.</summary>
    public long ExpiresAt
    {
        get => Unsafe.ReadUnaligned<long>(Address + HeaderBytes);
        set => Unsafe.WriteUnaligned(Address + HeaderBytes, value);
    }

    /// <summary>The timing wheel's links; only where <see cref="HasExpiry"/>.</summary>
    public byte* WheelNext
    {
        get => (byte*)Unsafe.ReadUnaligned<nint>(Address + HeaderBytes + 8);
        set => Unsafe.WriteUnaligned(Address + HeaderBytes + 8, (nint)value);
    }

    /// <summary>The address of the pointer that points at this record: a bucket's head or a neighbour's next.</summary>
    public byte* WheelBack
    {
        get => (byte*)Unsafe.ReadUnaligned<nint>(Address + HeaderBytes + 16);
        set => Unsafe.WriteUnaligned(Address + HeaderBytes + 16, (nint)value);
    }

    /// <summary>Where <see cref="WheelNext"/> is stored, for the neighbour's <see cref="WheelBack"/>.</summary>
    public byte* WheelNextField => Address + HeaderBytes + 8;

    /// <summary>The tag block; only where <see cref="HasTags"/>.</summary>
    public byte* TagBlock
    {
        get => (byte*)Unsafe.ReadUnaligned<nint>(TagField);
        set => Unsafe.WriteUnaligned(TagField, (nint)value);
    }

    public byte* KeyAddress
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Address + PrefixBytes(Flags);
    }

    public byte* ValueAddress
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => KeyAddress + KeyLength;
    }

    public ReadOnlySpan<byte> Key
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(KeyAddress, KeyLength);
    }

    public Span<byte> Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(ValueAddress, ValueLength);
    }

    /// <summary>Bytes in use; the block may have more.</summary>
    public int Size => PrefixBytes(Flags) + KeyLength + ValueLength;

    /// <summary>Bytes of value that fit without moving the record.</summary>
    public int ValueCapacity => ShardHeap.CapacityOf(Address) - PrefixBytes(Flags) - KeyLength;

    private byte* TagField => Address + HeaderBytes + (HasExpiry ? ExpiryBytes : 0);

    /// <summary>Bytes in front of the key, for a record with these flags.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PrefixBytes(byte flags) =>
        HeaderBytes
        + (flags & FlagExpiry) * ExpiryBytes
        + (flags & FlagTags) * (TagBytes / FlagTags)
        + (flags & FlagLongKey) * (LongKeyBytes / FlagLongKey);

    /// <summary>The bytes of a record with these flags, key and value.</summary>
    public static long SizeFor(byte flags, int keyLength, long valueLength) =>
        PrefixBytes(FlagsFor(flags, keyLength)) + keyLength + valueLength;

    public static byte FlagsFor(byte flags, int keyLength) =>
        keyLength > LongestShortKey ? (byte)(flags | FlagLongKey) : (byte)(flags & ~FlagLongKey);

    /// <summary>Lays out header and key in a block; expiry, tags and value are left for the caller to fill.</summary>
    public static Record Create(byte* block, byte type, byte encoding, byte flags, ReadOnlySpan<byte> key, int valueLength)
    {
        Record record = new(block);
        record.Type = type;
        record.Encoding = encoding;
        flags = FlagsFor(flags, key.Length);
        record.Flags = flags;
        record.Access = 0;
        record.ValueLength = valueLength;
        byte* keyAddress = block + PrefixBytes(flags);
        if ((flags & FlagLongKey) == 0)
        {
            block[3] = (byte)key.Length;
        }
        else
        {
            block[3] = LongKeyMark;
            Unsafe.WriteUnaligned(keyAddress - LongKeyBytes, key.Length);
        }

        key.CopyTo(new Span<byte>(keyAddress, key.Length));
        return record;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool KeyEquals(ReadOnlySpan<byte> key)
    {
        int stored = Address[3];
        if (stored != key.Length)
            return stored == LongKeyMark && LongKeyLength() == key.Length && Key.SequenceEqual(key);
        return stored != LongKeyMark
            ? new ReadOnlySpan<byte>(KeyAddress, stored).SequenceEqual(key)
            : Key.SequenceEqual(key);
    }

    public bool Equals(Record other) => Address == other.Address;

    public override bool Equals(object? obj) => obj is Record other && Equals(other);

    public override int GetHashCode() => ((nint)Address).GetHashCode();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int LongKeyLength() => Unsafe.ReadUnaligned<int>(Address + PrefixBytes(Flags) - LongKeyBytes);
}
