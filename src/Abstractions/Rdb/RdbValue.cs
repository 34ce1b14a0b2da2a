namespace CacheStorm;

/// <summary>
/// A value with its type byte, in front of it what a plugin's own type needs to be found again. The same in DUMP payloads and in
/// snapshots. Stateless.
/// </summary>
public static class RdbValue
{
    /// <summary>Writes an entry's value, its type byte first.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="writer">Receives it.</param>
    public static void Write(in Entry entry, RdbWriter writer)
    {
        DataType type = entry.Type;
        byte rdbType = type.RdbTypeOf(entry);
        writer.Byte(rdbType);
        if (rdbType != RdbType.Custom)
        {
            type.Write(entry, writer);
            return;
        }

        // Framed as a string, so that a server that lacks the type can still tell where the value ends.
        var body = new RdbWriter();
        type.Write(entry, body);
        writer.String(System.Text.Encoding.UTF8.GetBytes(type.Name));
        writer.Length((ulong)type.Version);
        writer.String(body.Written);
    }

    /// <summary>Reads a value and stores it in place of whatever is at the key.</summary>
    /// <param name="reader">Stands at the type byte.</param>
    /// <param name="types">The types that may occur.</param>
    /// <param name="keyspace">Where to store it.</param>
    /// <param name="key">The key.</param>
    /// <param name="expiry">Its expiry.</param>
    /// <returns>False when the bytes are broken or of a type that nobody knows; what was at the key is still there then.</returns>
    public static bool TryRead(ref RdbReader reader, IDataTypes types, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry)
    {
        if (!reader.TryByte(out byte rdbType))
            return false;
        if (rdbType != RdbType.Custom)
            return types.TryFindReader(rdbType, out DataType? type) && type.TryRead(ref reader, rdbType, 0, keyspace, key, expiry);

        if (!reader.TryString(out ReadOnlySpan<byte> name) || !types.TryFind(name, out DataType? custom))
            return false;
        if (!reader.TryLength(out ulong version) || version > int.MaxValue || !reader.TryString(out ReadOnlySpan<byte> bytes))
            return false;
        var body = new RdbReader(bytes);
        return custom.TryRead(ref body, rdbType, (int)version, keyspace, key, expiry);
    }
}
