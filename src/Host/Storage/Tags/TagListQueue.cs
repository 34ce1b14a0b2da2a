namespace CacheStorm.Host.Storage.Tags;

/// <summary>Lists of one kind, in the order in which they came. Guarded by the index's lock.</summary>
internal unsafe struct TagListQueue
{
    public TagList* First;
    public TagList* Last;

    public void Add(TagList* list)
    {
        list->Next = null;
        list->Previous = Last;
        if (Last == null)
            First = list;
        else
            Last->Next = list;
        Last = list;
    }

    public void Remove(TagList* list)
    {
        if (list->Previous == null)
            First = list->Next;
        else
            list->Previous->Next = list->Next;
        if (list->Next == null)
            Last = list->Previous;
        else
            list->Next->Previous = list->Previous;
    }
}
