using System.Runtime.CompilerServices;
using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Storage.Keyspaces;

/// <summary>Strings: the paths that must be short.</summary>
internal sealed unsafe partial class StoreKeyspace
{
    // What makes an overwrite more than a copy of bytes.
    private const int Uncommon = Record.FlagExpiry | Record.FlagTags | Record.FlagEpoch | Record.StorageMask;

    /// <inheritdoc/>
    public override void SetString(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, Expiry expiry = default,
        StringEncoding encoding = StringEncoding.Automatic)
    {
        ulong hash = _scope.HashOf(key);
        Shard shard = CoveredShard(hash);
        ulong* slot = shard.Table.Find(hash, key);
        if (slot != null && expiry.IsNone)
        {
            Record record = new(Bucket.RecordOf(*slot));
            if (record.Type == 0 && ((record.Flags ^ _space.PlainFlags) & Uncommon) == 0
                && FitsInPlace(record, value.Length))
            {
                value.CopyTo(new Span<byte>(record.ValueAddress, value.Length));
                record.ValueLength = value.Length;
                record.Encoding = (byte)encoding;
                Touch(hash, record);
                Stored(key, isNew: false);
                return;
            }
        }

        Store(shard, hash, key, new ValueHeader(0, (byte)encoding, StorageKind.Inline, value.Length, -1), expiry, value);
    }

    /// <inheritdoc/>
    public override IncrementResult TryIncrement(ReadOnlySpan<byte> key, long by, Expiry expiry, out long value)
    {
        value = 0;
        ulong hash = _scope.HashOf(key);
        Shard shard = CoveredShard(hash);
        ulong* slot = FindLive(shard, hash, key);
        long before = 0;
        if (slot != null)
        {
            Record record = new(Bucket.RecordOf(*slot));
            if (record.Type != 0)
                return IncrementResult.WrongType;
            if (!Numbers.TryParseInt64(record.Value, out before))
                return IncrementResult.NotInteger;
        }

        value = unchecked(before + by);
        if (((before ^ value) & (by ^ value)) < 0)
        {
            value = 0;
            return IncrementResult.Overflow;
        }

        Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
        text = text[..Numbers.FormatInt64(text, value)];
        if (slot == null)
        {
            ValueHeader header = new(0, (byte)StringEncoding.Automatic, StorageKind.Inline, text.Length, -1);
            Store(shard, hash, key, header, expiry, text);
        }
        else
        {
            OverwriteNumber(shard, hash, slot, text);
        }

        return IncrementResult.Done;
    }

    private void OverwriteNumber(Shard shard, ulong hash, ulong* slot, ReadOnlySpan<byte> text)
    {
        Record record = new(Bucket.RecordOf(*slot));
        shard.BeforeChange(hash, record);
        if (record.ValueLength == text.Length)
        {
            text.CopyTo(new Span<byte>(record.ValueAddress, text.Length));
        }
        else
        {
            long expiresAt = record.HasExpiry ? record.ExpiresAt : -1;
            record = shard.Rewrite(slot, record, record.Flags, expiresAt, text, text.Length);
            shard.Settle();
        }

        record.Encoding = (byte)StringEncoding.Automatic;
        Touch(hash, record);
        Changed(record.Key);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool FitsInPlace(Record record, int length) =>
        record.ValueLength == length || Shard.Fits(record, record.Size - record.ValueLength + length);
}
