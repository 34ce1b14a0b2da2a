using System.Text;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// Error replies by their code. Guarded by its lock. Codes that a client can make up (by a script, one day) must not fill memory:
/// beyond a limit they are counted together.
/// </summary>
internal sealed class ErrorCounts
{
    private const int MostCodes = 128;
    private const string Others = "OTHERS";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _counts = [];

    public void Add(ReadOnlySpan<byte> code)
    {
        string name = Encoding.ASCII.GetString(code);
        lock (_gate)
        {
            if (_counts.Count >= MostCodes && !_counts.ContainsKey(name))
                name = Others;
            _counts[name] = _counts.GetValueOrDefault(name) + 1;
        }
    }

    public IReadOnlyDictionary<string, long> Snapshot()
    {
        lock (_gate)
            return new Dictionary<string, long>(_counts);
    }

    public void Clear()
    {
        lock (_gate)
            _counts.Clear();
    }
}
