using System.Text;

namespace CacheStorm.Plugins.Server;

/// <summary>A map that is written field by field. What is begun inside must be ended before it goes on.</summary>
internal struct ReplyFields
{
    private readonly ReplyWriter _reply;
    private readonly DeferredLength _length;
    private int _count;

    public ReplyFields(ReplyWriter reply)
    {
        _reply = reply;
        _length = reply.DeferredMap();
    }

    public void Add(ReadOnlySpan<byte> name, long value)
    {
        _reply.Bulk(name);
        _reply.Integer(value);
        _count++;
    }

    public void Add(ReadOnlySpan<byte> name, double value)
    {
        _reply.Bulk(name);
        _reply.Double(value);
        _count++;
    }

    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        _reply.Bulk(name);
        _reply.Bulk(value);
        _count++;
    }

    /// <summary>Begins a map inside this one.</summary>
    public ReplyFields Begin(ReadOnlySpan<byte> name)
    {
        _reply.Bulk(name);
        _count++;
        return new ReplyFields(_reply);
    }

    /// <summary>Begins an array inside this one.</summary>
    public void Array(ReadOnlySpan<byte> name, int count)
    {
        _reply.Bulk(name);
        _reply.Array(count);
        _count++;
    }

    public readonly void End() => _reply.Complete(_length, _count);

    public static byte[] NameOf(string name) => Encoding.UTF8.GetBytes(name);
}
