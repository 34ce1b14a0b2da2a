namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>A type of the probe's own whose values are managed objects.</summary>
public sealed class QueueType : ObjectDataType<QueueValue>
{
    private const long FixedBytes = 96;

    public override string Name => "probe-queue";

    public override int Version => 2;

    public override string EncodingOf(in Entry entry) => "fifo";

    public override long SizeOf(QueueValue value) => FixedBytes + value.Bytes;

    public override QueueValue Copy(QueueValue value) => value.Copy();

    public override void Write(in Entry entry, RdbWriter writer)
    {
        var queue = (QueueValue)entry.Object!;
        writer.Length((ulong)queue.Count);
        foreach (byte[] element in queue.Elements)
            writer.String(element);
    }

    public override bool TryRead(ref RdbReader reader, byte rdbType, int version, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry)
    {
        if (version != Version || !reader.TryLength(out ulong count) || count == 0)
            return false;
        var queue = new QueueValue();
        for (ulong i = 0; i < count; i++)
        {
            if (!reader.TryString(out ReadOnlySpan<byte> element))
                return false;
            queue.Add(element.ToArray());
        }
        keyspace.Create(key, this, queue, expiry);
        return true;
    }

    public override void Digest(in Entry entry, ContentDigest digest)
    {
        foreach (byte[] element in ((QueueValue)entry.Object!).Elements)
            digest.AddOrdered(element);
    }
}
