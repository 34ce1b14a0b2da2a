using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Storage.Tags;

/// <summary>The tags by name, and their lists: how they come to be and when they go. With the lock held.</summary>
internal sealed unsafe partial class TagIndex
{
    private bool TryFind(ulong hash, ReadOnlySpan<byte> name, out TagNode node)
    {
        ulong* slot = _names.Find(hash, name);
        node = new TagNode(slot == null ? null : Bucket.RecordOf(*slot));
        return slot != null;
    }

    private TagNode FindOrAdd(ReadOnlySpan<byte> name)
    {
        ulong hash = KeyHash.Of(name);
        if (TryFind(hash, name, out TagNode node))
            return node;
        byte* block = _heap.Allocate(TagNode.SizeFor(name.Length));
        Record record = Record.Create(block, 0, 0, 0, name, sizeof(TagFields));
        node = new TagNode(block);
        TagFacts facts = default;
        _forgotten?.TryFind(hash, out facts);
        *node.Fields = new TagFields
        {
            Generation = facts.Generation,
            LastInvalidatedAt = facts.LastInvalidatedAt,
            Invalidations = facts.Invalidations,
            CreatedAt = store.Now,
            Bit = 1UL << (_ordinal++ & 63),
        };
        _names.Insert(hash, record);
        return node;
    }

    private TagList* LiveListOf(TagNode node)
    {
        TagFields* fields = node.Fields;
        if (fields->Live == null)
            fields->Live = NewList(node.Record.Address, fields->Bit);
        return fields->Live;
    }

    private TagList* NewList(byte* node, ulong bit)
    {
        TagList* list = (TagList*)_heap.Allocate(sizeof(TagList));
        *list = new TagList { Node = node, Bit = bit };
        if (node != null)
            new TagNode(node).Fields->Lists++;
        return list;
    }

    /// <summary>Takes a tag that nobody carries out of the table, and frees it when no list names it either.</summary>
    private void DropIfBare(byte* node)
    {
        TagNode bare = new(node);
        TagFields* fields = bare.Fields;
        if (fields->Live != null || fields->Stale > 0)
            return;
        if (!fields->IsOut)
        {
            ulong hash = KeyHash.Of(bare.Name);
            if (fields->Generation > 0)
                Forget(hash, new TagFacts(fields->Generation, 0, fields->LastInvalidatedAt, fields->Invalidations));
            _names.Remove(hash, _names.Find(hash, bare.Record));
            fields->IsOut = true;
            if (_names.Count == 0)
                _names.Clear();
        }

        if (fields->Lists == 0)
            _heap.Free(node);
    }

    /// <summary>A list does not name its tag any more.</summary>
    private void Unname(TagList* list)
    {
        byte* node = list->Node;
        list->Node = null;
        if (node == null)
            return;
        new TagNode(node).Fields->Lists--;
        DropIfBare(node);
    }

    private void Forget(ulong hash, in TagFacts facts) => (_forgotten ??= new ForgottenTags()).Note(hash, facts);
}
