namespace CacheStorm.Host.Dispatch;

/// <summary>Keys that clients are parked on and that the running call has made ready. Touched by its worker's thread only.</summary>
internal sealed class ReadyKeys
{
    private readonly Queue<(int Namespace, KeyBytes Key)> _keys = new();

    public int Count => _keys.Count;

    public void Add(int namespaceIndex, KeyBytes key)
    {
        foreach ((int Namespace, KeyBytes Key) known in _keys)
        {
            if (known.Namespace == namespaceIndex && known.Key.Equals(key))
                return;
        }
        _keys.Enqueue((namespaceIndex, key));
    }

    public (int Namespace, KeyBytes Key) Take() => _keys.Dequeue();
}

/// <summary>A key that is kept for itself, comparable by its bytes.</summary>
internal readonly struct KeyBytes(byte[] bytes) : IEquatable<KeyBytes>
{
    public ReadOnlySpan<byte> Bytes => bytes;

    public bool Equals(KeyBytes other) => Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => obj is KeyBytes other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }
}
