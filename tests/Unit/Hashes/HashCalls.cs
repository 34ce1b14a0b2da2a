using System.Text;
using CacheStorm.Host.Storage;
using CacheStorm.Plugins.Hashes;
using CacheStorm.UnitTests.Commands;

namespace CacheStorm.UnitTests.Hashes;

/// <summary>Runs the handlers of the plugin on a store, and rings its alarms. Words are bytes, as Latin-1 has them.</summary>
internal sealed class HashCalls : PluginCalls
{
    public HashCalls()
        : base(typeof(HashValues).Assembly, Encoding.Latin1)
    {
        Type = new HashValues(Settings);
        Provide(Type);
    }

    public HashSettings Settings { get; } = new();

    public HashValues Type { get; }

    /// <summary>Rings the alarm of a key, as the server does until the next one lies ahead.</summary>
    /// <returns>How often.</returns>
    public int Ring(string key)
    {
        int calls = 0;
        while (AlarmOf(key) is >= 0 and var alarm && alarm < Clock.Now)
        {
            RingOnce(key);
            calls++;
        }
        return calls;
    }

    /// <summary>Rings the alarm of a key.</summary>
    public void RingOnce(string key) => Run(["ALARM", key], keyIndex: 1, Type.OnAlarm);

    /// <summary>When a key's hash wants its alarm; -1: never, or there is no such key.</summary>
    public long AlarmOf(string key)
    {
        StoreScope scope = Store.NewScope();
        return Store.Open(scope: scope).TryFind(Encoding.Latin1.GetBytes(key), out Entry entry, Lookup.Peek) ? Type.NextAlarm(entry) : -1;
    }
}
