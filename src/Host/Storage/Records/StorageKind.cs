namespace CacheStorm.Host.Storage.Records;

/// <summary>Where a record's value is.</summary>
internal enum StorageKind : byte
{
    /// <summary>The bytes behind the key are the value.</summary>
    Inline = 0,

    /// <summary>The bytes behind the key are the root of a structure of native blocks that the record owns.</summary>
    Native = 1,

    /// <summary>The bytes behind the key are an index into the shard's <see cref="ObjectTable"/>.</summary>
    Object = 2,
}
