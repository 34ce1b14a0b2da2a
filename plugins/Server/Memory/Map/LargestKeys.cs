namespace CacheStorm.Plugins.Server;

/// <summary>The entries that cost most of those it was shown. Belongs to one call.</summary>
internal sealed class LargestKeys
{
    private const int Places = 10;

    private readonly List<(byte[] Key, string Type, long Bytes)> _keys = new(Places + 1);

    public void Add(in Entry entry, long bytes)
    {
        if (_keys.Count == Places && _keys[^1].Bytes >= bytes)
            return;
        int place = _keys.Count;
        while (place > 0 && _keys[place - 1].Bytes < bytes)
            place--;
        _keys.Insert(place, (entry.Key.ToArray(), entry.Type.Name, bytes));
        if (_keys.Count > Places)
            _keys.RemoveAt(Places);
    }

    public void Write(ReplyWriter reply, ref ReplyFields fields)
    {
        fields.Array("largest"u8, _keys.Count);
        foreach ((byte[] key, string type, long bytes) in _keys)
        {
            var one = new ReplyFields(reply);
            one.Add("key"u8, key);
            one.Add("type"u8, ReplyFields.NameOf(type));
            one.Add("bytes"u8, bytes);
            one.End();
        }
    }
}
