using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Storage;

/// <summary>Storing a value at a key, whatever was there.</summary>
internal sealed unsafe partial class Shard
{
    /// <summary>
    /// Stores a value at a key. What the old one owned is freed; the snapshot has been served by the caller. The content
    /// may lie in the old value's bytes.
    /// </summary>
    /// <param name="hash">The key's hash.</param>
    /// <param name="slot">The slot of the key's record; null when it is new.</param>
    /// <param name="key">The key.</param>
    /// <param name="header">Type, encoding, storage, length and expiry of the value.</param>
    /// <param name="content">Its first bytes; those behind are zero.</param>
    public Record Put(ulong hash, ulong* slot, ReadOnlySpan<byte> key, in ValueHeader header, ReadOnlySpan<byte> content)
    {
        Record record;
        if (slot == null)
        {
            record = Insert(hash, key, header.Type, header.Encoding, header.Storage, header.Length, header.ExpiresAt, header.IsTagged);
            content.CopyTo(new Span<byte>(record.ValueAddress, header.Length));
        }
        else
        {
            record = new Record(Bucket.RecordOf(*slot));
            DropAlarm(hash, record);
            if (record.Storage != StorageKind.Inline)
            {
                ReleaseValue(hash, record);
                Rooted--;
            }

            if (record.HasTags && !header.IsTagged)
                Owner.Tags!.Detach(this, record);
            int flags = record.Flags & (Record.FlagLongKey | Record.FlagEpoch)
                | (int)header.Storage << Record.StorageShift
                | (header.ExpiresAt >= 0 ? Record.FlagExpiry : 0)
                | (header.IsTagged ? Record.FlagTags : 0);
            record = Rewrite(slot, record, (byte)flags, header.ExpiresAt, content, header.Length);
            record.Type = header.Type;
            record.Encoding = header.Encoding;
            if (header.Storage != StorageKind.Inline)
                Rooted++;
        }

        if (content.Length < header.Length)
            record.Value[content.Length..].Clear();
        return record;
    }
}
