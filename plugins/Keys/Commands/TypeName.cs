using System.Text;

namespace CacheStorm.Plugins.Keys;

/// <summary>The name of a type as bytes.</summary>
internal static class TypeName
{
    /// <summary>Writes the name.</summary>
    /// <param name="type">The type.</param>
    /// <param name="room">Room to write to; becomes what was written.</param>
    public static void Write(DataType type, ref Span<byte> room)
    {
        if (!Encoding.UTF8.TryGetBytes(type.Name, room, out int length))
        {
            room = Encoding.UTF8.GetBytes(type.Name);
            return;
        }
        room = room[..length];
    }

    /// <summary>Whether a type has the name, in either case.</summary>
    public static bool Is(DataType type, ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(name, type.Name);
}
