using CacheStorm.Host.Commands;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Dispatch;

/// <summary>Collects the shards of a call that names its keys itself. Belongs to a worker, one call at a time.</summary>
internal sealed class DeclaredKeys : KeyDeclaration
{
    private const CommandFlags ReachesFurther = CommandFlags.TouchesArbitraryKeys | CommandFlags.MayRunAlone;

    private CommandTable _table = CommandTable.Empty;
    private KeyIndexBuffer _keys;
    private bool _isAlone;

    /// <summary>The shards of all keys that were named.</summary>
    public ShardMask Shards;

    public override bool IsAlone => _isAlone;

    public void Begin(CommandTable table)
    {
        _table = table;
        _isAlone = false;
        Shards = default;
    }

    public override void Add(ReadOnlySpan<byte> key) => Shards.Add(KeyHash.ShardOf(KeyHash.Of(key)));

    public override void AddKeysOf(ArgumentList request)
    {
        if (_isAlone || _table.Resolve(request, out CommandEntry? entry) != CommandResolution.Found || !entry!.AcceptsCount(request.Count))
            return;
        if (entry.IsExclusive || (entry.Flags & ReachesFurther) != 0 || entry.Keys.HasUnknown || entry.Declarer is not null)
        {
            _isAlone = true;
            return;
        }

        _keys.Clear();
        entry.Keys.CollectKeys(request, ref _keys);
        foreach (int key in _keys.Items)
            Add(request[key]);
    }

    public override void RunAlone() => _isAlone = true;
}
