using System.Globalization;
using System.Text;

namespace CacheStorm.Plugins.PubSub.KeyEvents;

/// <summary>
/// What stands for a namespace in the channels of key events: the number of a numbered one, the name of any other. The table is exchanged as
/// a whole, so it is read without a lock; an entry holds for as long as the index goes by the same name.
/// </summary>
internal sealed class DatabaseNames(INamespaces namespaces)
{
    private readonly Lock _lock = new();
    private volatile (string Name, byte[] Text)?[] _known = [];

    public ReadOnlySpan<byte> Of(int index)
    {
        (string Name, byte[] Text)?[] known = _known;
        string? name = index < namespaces.DatabaseCount ? "" : namespaces.NameOf(index);
        if (index < known.Length && known[index] is { } entry && entry.Name == name)
            return entry.Text;
        return name is null ? default : Learn(index, name);
    }

    private byte[] Learn(int index, string name)
    {
        byte[] text = Encoding.UTF8.GetBytes(name.Length == 0 ? index.ToString(CultureInfo.InvariantCulture) : name);
        lock (_lock)
        {
            var known = new (string, byte[])?[Math.Max(_known.Length, index + 1)];
            _known.CopyTo(known, 0);
            known[index] = (name, text);
            _known = known;
        }
        return text;
    }
}
