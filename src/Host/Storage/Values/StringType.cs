namespace CacheStorm.Host.Storage.Values;

/// <summary>The one type that the server itself knows: bytes.</summary>
internal sealed class StringType : DataType
{
    // To this length Redis keeps a string in one allocation with its object.
    private const int LongestEmbedded = 44;

    /// <inheritdoc/>
    public override string Name => "string";

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ReadableRdbTypes => [RdbType.String];

    /// <inheritdoc/>
    public override string EncodingOf(in Entry entry)
    {
        StringEncoding encoding = (StringEncoding)entry.Encoding;
        if (encoding == StringEncoding.Raw)
            return "raw";
        if (encoding == StringEncoding.Automatic && Numbers.TryParseInt64(entry.Value, out _))
            return "int";
        return entry.Value.Length <= LongestEmbedded ? "embstr" : "raw";
    }

    /// <inheritdoc/>
    public override byte RdbTypeOf(in Entry entry) => RdbType.String;

    /// <inheritdoc/>
    public override void Write(in Entry entry, RdbWriter writer) => writer.String(entry.Value);

    /// <inheritdoc/>
    public override bool TryRead(ref RdbReader reader, byte rdbType, int version, Keyspace keyspace, ReadOnlySpan<byte> key,
        Expiry expiry)
    {
        if (rdbType != RdbType.String || !reader.TryString(out ReadOnlySpan<byte> value))
            return false;
        keyspace.SetString(key, value, expiry);
        return true;
    }

    /// <inheritdoc/>
    public override void Digest(in Entry entry, ContentDigest digest) => digest.AddOrdered(entry.Value);
}
