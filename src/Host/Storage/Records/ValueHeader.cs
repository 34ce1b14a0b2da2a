namespace CacheStorm.Host.Storage.Records;

/// <summary>What a record is told about the value that it gets.</summary>
/// <param name="Type">The type's number.</param>
/// <param name="Encoding">The type's number for the layout.</param>
/// <param name="Storage">Where the value is.</param>
/// <param name="Length">Bytes of value in the record.</param>
/// <param name="ExpiresAt">Unix milliseconds; -1: never.</param>
/// <param name="IsTagged">It gets tags: the record has a place for them, and keeps its old ones until then.</param>
internal readonly record struct ValueHeader(byte Type, byte Encoding, StorageKind Storage, int Length, long ExpiresAt, bool IsTagged = false);
