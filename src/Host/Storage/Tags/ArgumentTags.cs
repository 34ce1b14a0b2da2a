namespace CacheStorm.Host.Storage.Tags;

/// <summary>Tags among a command's arguments, as the index reads them.</summary>
internal readonly ref struct ArgumentTags(TagNames names) : ITagNames
{
    private readonly TagNames _names = names;

    public int Count => _names.Count;

    public ReadOnlySpan<byte> this[int index] => _names[index];
}
