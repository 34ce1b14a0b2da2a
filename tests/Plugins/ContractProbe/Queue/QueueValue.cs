namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>Elements, first in first out. Owned by its entry, guarded by the lock of the entry's key.</summary>
public sealed class QueueValue
{
    private readonly Queue<byte[]> _elements = new();

    public int Count => _elements.Count;

    public long Bytes { get; private set; }

    public IEnumerable<byte[]> Elements => _elements;

    public void Add(byte[] element)
    {
        _elements.Enqueue(element);
        Bytes += element.Length + 24;
    }

    public byte[] Take()
    {
        byte[] element = _elements.Dequeue();
        Bytes -= element.Length + 24;
        return element;
    }

    public QueueValue Copy()
    {
        var copy = new QueueValue();
        foreach (byte[] element in _elements)
            copy.Add(element);
        return copy;
    }
}
