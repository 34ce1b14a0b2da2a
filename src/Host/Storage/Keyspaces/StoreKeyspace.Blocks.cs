using System.Runtime.CompilerServices;
using CacheStorm.Host.Storage.Records;

namespace CacheStorm.Host.Storage.Keyspaces;

/// <summary>Native blocks of entries, until the next change that may move records.</summary>
internal sealed unsafe partial class StoreKeyspace
{
    /// <inheritdoc/>
    public override NativeBlocks Blocks(scoped ref Entry entry)
    {
        Shard shard = Fresh(entry, out Record record);
        if (record.Storage != StorageKind.Native)
            throw new InvalidOperationException($"Values of the type '{entry.Type.Name}' have no native blocks.");
        return BlocksOf(shard, record);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private NativeBlocks BlocksOf(Shard shard, Record record) =>
        new(shard, _scope, (nint)record.Address, _scope.Generation, isWritable: true);
}
