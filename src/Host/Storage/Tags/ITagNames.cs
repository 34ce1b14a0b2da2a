namespace CacheStorm.Host.Storage.Tags;

/// <summary>Tags' names, wherever they stand.</summary>
internal interface ITagNames
{
    int Count { get; }

    ReadOnlySpan<byte> this[int index] { get; }
}
