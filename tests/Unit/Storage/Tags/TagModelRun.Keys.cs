using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;

namespace CacheStorm.UnitTests.Storage.Tags;

/// <summary>Operations on single keys.</summary>
internal sealed partial class TagModelRun
{
    private void ChangeKey(StoreKeyspace keyspace, TagModel model, int which)
    {
        string name = RandomKey();
        byte[] key = StoreFixture.Bytes(name);
        ModelEntry? old = model.Find(name, Now);
        switch (_random.Next(IsLarge ? 30 : 15))
        {
            case 0:
                Assert.Equal(old is not null, keyspace.Remove(key));
                model.Entries.Remove(name);
                break;
            case 1:
                SetPlainly(keyspace, model, name, old);
                break;
            case 2:
                Read(keyspace, old, key);
                break;
            case 3:
                Retag(keyspace, old, key);
                break;
            case 4:
                Untag(keyspace, old, key);
                break;
            case 5:
                Expire(keyspace, old, key);
                break;
            case 6:
                Move(keyspace, model, name, old, keyspace, model, isCopy: false);
                break;
            case 7:
                Move(keyspace, model, name, old, keyspace, model, isCopy: true);
                break;
            case 8:
                int other = 1 - which;
                Move(keyspace, model, name, old, Beside(keyspace, other), _models[other], _random.Next(2) == 0);
                break;
            case 9:
                Edit(keyspace, old, key);
                break;
            default:
                SetTagged(keyspace, model, name, old);
                break;
        }
    }

    private void SetTagged(StoreKeyspace keyspace, TagModel model, string name, ModelEntry? old)
    {
        byte[] value = RandomValue();
        // Often the same tags again, as a cache does it.
        string[] names = old is { Links.Count: > 0 } && _random.Next(3) == 0 && old.Tags.Count > 0 ? [.. old.Tags] : RandomTags(1);
        long expireAt = _random.Next(4) == 0 ? RandomExpiry() : -1;
        keyspace.SetString(StoreFixture.Bytes(name), value, expireAt < 0 ? default : Expiry.At(expireAt), Names(names));
        model.Store(name, value, expireAt, names);
    }

    private void SetPlainly(StoreKeyspace keyspace, TagModel model, string name, ModelEntry? old)
    {
        byte[] value = RandomValue();
        bool keeps = _random.Next(3) == 0;
        keyspace.SetString(StoreFixture.Bytes(name), value, keeps ? Expiry.Keep : default);
        model.Store(name, value, keeps ? old?.ExpireAt ?? -1 : -1, []);
    }

    private void Read(StoreKeyspace keyspace, ModelEntry? old, byte[] key)
    {
        if (_random.Next(2) == 0)
        {
            Assert.Equal(old is not null, keyspace.Exists(key));
            return;
        }

        bool mustRenew = old is not null && old.Links.Exists(static link => link.StaleUntil >= 0 && !link.IsClaimed);
        foreach (ModelLink link in old?.Links ?? [])
            link.IsClaimed |= link.StaleUntil >= 0;
        LookupResult found = keyspace.GetString(key, out ReadOnlySpan<byte> value);
        Assert.Equal(old is not null && !mustRenew ? LookupResult.Found : LookupResult.Missing, found);
        if (found == LookupResult.Found)
            Assert.True(value.SequenceEqual(old!.Value));
    }

    private void Retag(StoreKeyspace keyspace, ModelEntry? old, byte[] key)
    {
        Assert.Equal(old is not null, keyspace.TryFind(key, out Entry entry, Lookup.Write));
        if (old is null)
            return;
        string[] names = RandomTags(1);
        string[] added = [.. names.Distinct().Where(tag => !old.Carries(tag))];
        Assert.Equal(added.Length, keyspace.AddTags(ref entry, Names(names)));
        foreach (string tag in added)
            old.Links.Add(new ModelLink { Tag = tag });
        Assert.True(entry.Value.SequenceEqual(old.Value));
    }

    private void Untag(StoreKeyspace keyspace, ModelEntry? old, byte[] key)
    {
        Assert.Equal(old is not null, keyspace.TryFind(key, out Entry entry, Lookup.Write));
        if (old is null)
            return;
        string[] names = RandomTags(1);
        int removed = 0;
        foreach (string tag in names.Distinct())
        {
            if (old.Links.Find(link => link.Tag == tag) is not { } link)
                continue;
            removed++;
            if (link.StaleUntil < 0)
                old.Links.Remove(link);
            else
                link.Tag = null;
        }

        Assert.Equal(removed, keyspace.RemoveTags(ref entry, Names(names)));
        Assert.Equal(old.Tags, TagsOf(entry));
    }

    private void Expire(StoreKeyspace keyspace, ModelEntry? old, byte[] key)
    {
        Assert.Equal(old is not null, keyspace.TryFind(key, out Entry entry, Lookup.Write));
        if (old is null)
            return;
        old.ExpireAt = _random.Next(3) == 0 ? -1 : RandomExpiry();
        keyspace.SetExpiry(ref entry, old.ExpireAt);
        Assert.Equal(old.Tags, TagsOf(entry));
    }

    private void Edit(StoreKeyspace keyspace, ModelEntry? old, byte[] key)
    {
        Assert.Equal(old is not null, keyspace.TryFind(key, out Entry entry, Lookup.Write));
        if (old is null)
            return;
        byte[] value = RandomValue();
        value.CopyTo(keyspace.Edit(ref entry, value.Length));
        old.Value = value;
        Assert.Equal(old.Tags, TagsOf(entry));
    }

    private void Move(StoreKeyspace keyspace, TagModel model, string name, ModelEntry? old, StoreKeyspace target, TagModel targetModel, bool isCopy)
    {
        Assert.Equal(old is not null, keyspace.TryFind(StoreFixture.Bytes(name), out Entry entry, Lookup.Write));
        string to = RandomKey();
        if (old is null || isCopy && target == keyspace && to == name)
            return;
        if (isCopy)
            keyspace.CopyTo(ref entry, target, StoreFixture.Bytes(to));
        else
            keyspace.MoveTo(ref entry, target, StoreFixture.Bytes(to));
        ModelEntry moved = isCopy ? old.Copy() : old;
        if (target != keyspace)
            Settle(moved);
        if (!isCopy)
            model.Entries.Remove(name);
        targetModel.Entries[to] = moved;
    }

    // In another namespace it is not stale any more, but ends when it would have.
    private static void Settle(ModelEntry moved)
    {
        foreach (ModelLink link in moved.Links)
        {
            if (link.StaleUntil >= 0)
                moved.ExpireAt = moved.ExpireAt < 0 ? link.StaleUntil : Math.Min(moved.ExpireAt, link.StaleUntil);
            link.StaleUntil = -1;
        }

        moved.Links.RemoveAll(static link => link.Tag is null);
    }
}
