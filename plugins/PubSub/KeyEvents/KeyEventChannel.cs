using System.Buffers;

namespace CacheStorm.Plugins.PubSub.KeyEvents;

/// <summary>The name of a channel for key events: <c>__keyspace@0__:key</c>, <c>__keyevent@0__:set</c>. Put together on the stack where it fits.</summary>
internal ref struct KeyEventChannel
{
    public const int StackRoom = 256;

    private readonly Span<byte> _name;
    private byte[]? _rented;

    public KeyEventChannel(Span<byte> room, ReadOnlySpan<byte> beginning, ReadOnlySpan<byte> database, ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> middle = "__:"u8;
        int length = beginning.Length + database.Length + middle.Length + rest.Length;
        if (length > room.Length)
            room = _rented = ArrayPool<byte>.Shared.Rent(length);
        beginning.CopyTo(room);
        database.CopyTo(room[beginning.Length..]);
        middle.CopyTo(room[(beginning.Length + database.Length)..]);
        rest.CopyTo(room[(length - rest.Length)..]);
        _name = room[..length];
    }

    public static ReadOnlySpan<byte> ByKey => "__keyspace@"u8;

    public static ReadOnlySpan<byte> ByEvent => "__keyevent@"u8;

    public readonly ReadOnlySpan<byte> Name => _name;

    public void Dispose()
    {
        if (_rented is not { } rented)
            return;
        _rented = null;
        ArrayPool<byte>.Shared.Return(rented);
    }
}
