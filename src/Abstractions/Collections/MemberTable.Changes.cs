using System.Buffers;

namespace CacheStorm;

/// <content>Adding, changing and removing members.</content>
public ref partial struct MemberTable
{
    /// <summary>Adds a member that is not there.</summary>
    /// <param name="member">The member; must not lie within the table.</param>
    /// <param name="valueLength">The length of its value.</param>
    /// <returns>The value's bytes: zero, to be filled at once.</returns>
    public Span<byte> Add(scoped ReadOnlySpan<byte> member, int valueLength)
    {
        CheckWritable();
        int size = MemberEntry.SizeOf(member.Length, valueLength, IsVariable, MustOutline(member.Length, valueLength));
        Grow(size);
        ulong hash = _blocks.HashOf(member);
        MemberBucket bucket = WithRoom(Handles[BucketOf(hash)], size + 1);
        int offset = bucket.Append(size, TagOf(hash));
        Span<byte> value = Write(bucket.Block, offset, member, valueLength, mark: false);
        value.Clear();
        _state.Count++;
        _state.Bytes += size;
        Save();
        return value;
    }

    /// <summary>Gives a member's value another length (tables with values of <see cref="Variable"/> length).</summary>
    /// <param name="slot">Where it is; refreshed.</param>
    /// <param name="valueLength">The new length.</param>
    /// <returns>The value's bytes, to be filled at once; their content is arbitrary. The mark stays.</returns>
    public Span<byte> Resize(scoped ref MemberSlot slot, int valueLength)
    {
        CheckWritable();
        MemberBucket bucket = BucketIn(slot.Block);
        MemberEntry entry = MemberEntry.Read(bucket.Block, slot.Offset, _valueLength);
        if (entry.ValueLength == valueLength)
            return ValueOf(bucket.Block, entry);

        byte[]? rented = entry.MemberLength > MemberEntry.LongestInline ? ArrayPool<byte>.Shared.Rent(entry.MemberLength) : null;
        Span<byte> member = (rented ?? stackalloc byte[MemberEntry.LongestInline])[..entry.MemberLength];
        MemberOf(bucket.Block, entry).CopyTo(member);
        if (entry.IsOutlined)
            _blocks.Free(entry.HandleIn(bucket.Block));

        int growth = MemberEntry.SizeOf(member.Length, valueLength, IsVariable, MustOutline(member.Length, valueLength)) - (entry.End - slot.Offset);
        if (growth > 0)
            bucket = WithRoom(slot.Block, growth);
        bucket.ShiftTail(entry.End, growth);
        Span<byte> value = Write(bucket.Block, slot.Offset, member, valueLength, entry.IsMarked);
        _state.Bytes += growth;
        Save();
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return value;
    }

    /// <summary>Removes a member.</summary>
    /// <param name="slot">Where it is.</param>
    public void Remove(MemberSlot slot)
    {
        CheckWritable();
        MemberBucket bucket = BucketIn(slot.Block);
        MemberEntry entry = MemberEntry.Read(bucket.Block, slot.Offset, _valueLength);
        if (entry.IsOutlined)
            _blocks.Free(entry.HandleIn(bucket.Block));
        bucket.Remove(bucket.IndexAt(slot.Offset, _valueLength), slot.Offset, entry.End);
        _state.Count--;
        _state.Bytes -= entry.End - slot.Offset;
        if (_state.Count == 0)
        {
            Clear();
            return;
        }

        if (bucket.Needed < bucket.Block.Length >> 1)
            Fit(slot.Block);
        Shrink();
        Save();
    }

    /// <summary>Removes all members and frees the table's blocks.</summary>
    public void Clear()
    {
        CheckWritable();
        for (int number = 0; number < _state.Buckets; number++)
        {
            MemberBucket bucket = Bucket(number);
            for (int offset = MemberBucket.HeaderBytes; offset < bucket.End;)
            {
                MemberEntry entry = MemberEntry.Read(bucket.Block, offset, _valueLength);
                if (entry.IsOutlined)
                    _blocks.Free(entry.HandleIn(bucket.Block));
                offset = entry.End;
            }

            _blocks.Free(Handles[number]);
        }

        if (_state.Directory != 0)
            _blocks.Free(_state.Directory);
        _state = default;
        Save();
    }

    /// <summary>Writes an entry where there is room for it.</summary>
    /// <returns>The bytes of its value.</returns>
    private readonly Span<byte> Write(Span<byte> block, int offset, scoped ReadOnlySpan<byte> member, int valueLength, bool mark)
    {
        MemberEntry entry = MemberEntry.WriteHead(block, offset, member.Length, valueLength, IsVariable, MustOutline(member.Length, valueLength), mark);
        if (!entry.IsOutlined)
        {
            member.CopyTo(block[entry.Data..]);
            return ValueOf(block, entry);
        }

        int handle = (int)_blocks.Allocate(member.Length + valueLength);
        entry.WriteHandle(block, handle);
        Span<byte> outline = _blocks[handle];
        member.CopyTo(outline);
        return outline[member.Length..];
    }
}
