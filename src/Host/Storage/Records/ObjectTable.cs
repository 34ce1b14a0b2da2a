namespace CacheStorm.Host.Storage.Records;

/// <summary>
/// The managed values of a shard: a record holds the index, the table the object. Owned by a shard, guarded by its lock.
/// </summary>
internal sealed class ObjectTable
{
    private const int FirstCapacity = 4;

    private object?[] _values = new object?[FirstCapacity];
    private int[] _nextFree = new int[FirstCapacity];
    private int _firstFree = -1;
    private int _untouched;

    public int Count { get; private set; }

    /// <summary>Bytes of the table itself.</summary>
    public long Bytes => (long)_values.Length * (IntPtr.Size + sizeof(int));

    public object this[int index] => _values[index] ?? throw new InvalidOperationException("No object has this index.");

    public int Add(object value)
    {
        int index = _firstFree;
        if (index >= 0)
        {
            _firstFree = _nextFree[index];
        }
        else
        {
            if (_untouched == _values.Length)
            {
                Array.Resize(ref _values, _values.Length * 2);
                Array.Resize(ref _nextFree, _values.Length);
            }

            index = _untouched++;
        }

        _values[index] = value;
        Count++;
        return index;
    }

    public void Replace(int index, object value) => _values[index] = value;

    public void Remove(int index)
    {
        _values[index] = null;
        _nextFree[index] = _firstFree;
        _firstFree = index;
        Count--;
    }
}
