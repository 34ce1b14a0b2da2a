using System.Numerics;

namespace CacheStorm;

/// <content>Buckets come one by one as members do, and go as they go.</content>
public ref partial struct MemberTable
{
    // A table grows when its buckets hold more than this on average, by number or by bytes, and shrinks when they hold less than the
    // lower marks by both: far enough apart that adding and removing one member again and again doesn't split and join each time.
    private const int MembersAtMost = 16;
    private const int BytesAtMost = 640;
    private const int MembersAtLeast = 6;
    private const int BytesAtLeast = 240;

    private const int FirstDirectory = 4;

    // A large directory grows by so much at a time, so that no member that comes waits for megabytes of fresh memory.
    private const int MostNewHandles = 16 * 1024;

    /// <summary>Adds a bucket when an entry of so many bytes would make the present ones too full.</summary>
    private void Grow(int size)
    {
        if (_state.Buckets == 0)
        {
            _state.Directory = (int)_blocks.Allocate(FirstDirectory * sizeof(int));
            AddBucket(MemberBucket.LengthFor(size, 1));
        }
        else if (_state.Count >= (long)_state.Buckets * MembersAtMost || _state.Bytes + size > (long)_state.Buckets * BytesAtMost)
        {
            Split();
        }
    }

    /// <summary>Splits the bucket whose turn it is: those of its members whose next bit of hash is set go to a new one.</summary>
    private void Split()
    {
        int bit = 1 << BitOperations.Log2((uint)_state.Buckets);
        int number = _state.Buckets - bit;
        MemberBucket source = Bucket(number);
        int count = source.Count;
        Span<bool> moves = count <= 512 ? stackalloc bool[count] : new bool[count];
        int moved = 0;
        int movedBytes = 0;
        int offset = MemberBucket.HeaderBytes;
        for (int i = 0; i < count; i++)
        {
            MemberEntry entry = MemberEntry.Read(source.Block, offset, _valueLength);
            moves[i] = (_blocks.HashOf(MemberOf(source.Block, entry)) & (uint)bit) != 0;
            if (moves[i])
            {
                moved++;
                movedBytes += entry.End - offset;
            }

            offset = entry.End;
        }

        MemberBucket target = AddBucket(MemberBucket.LengthFor(movedBytes, moved));
        source = Bucket(number);
        int kept = 0;
        int end = MemberBucket.HeaderBytes;
        offset = MemberBucket.HeaderBytes;
        for (int i = 0; i < count; i++)
        {
            int next = MemberEntry.EndAt(source.Block, offset, _valueLength);
            ReadOnlySpan<byte> entry = source.Block[offset..next];
            byte tag = source.TagOf(i);
            if (moves[i])
            {
                entry.CopyTo(target.Block[target.Append(entry.Length, tag)..]);
            }
            else
            {
                entry.CopyTo(source.Block[end..]);
                source.SetTag(kept++, tag);
                end += entry.Length;
            }

            offset = next;
        }

        source.Keep(kept, end);
        Fit(Handles[number]);
    }

    /// <summary>Joins the last bucket with the one that it was split off from, when the buckets have become too empty.</summary>
    private void Shrink()
    {
        int last = _state.Buckets - 1;
        if (last == 0 || _state.Count >= (long)_state.Buckets * MembersAtLeast || _state.Bytes >= (long)_state.Buckets * BytesAtLeast)
            return;
        int number = last - (1 << BitOperations.Log2((uint)last));
        MemberBucket source = Bucket(last);
        MemberBucket target = WithRoom(Handles[number], source.Used + source.Count);
        int offset = MemberBucket.HeaderBytes;
        for (int i = 0; i < source.Count; i++)
        {
            int end = MemberEntry.Read(source.Block, offset, _valueLength).End;
            int place = target.Append(end - offset, source.TagOf(i));
            source.Block[offset..end].CopyTo(target.Block[place..]);
            offset = end;
        }

        _blocks.Free(Handles[last]);
        _state.Buckets = last;
        if (last >= FirstDirectory && last < Handles.Length >> 2)
            ResizeDirectory(Handles.Length >> 1);
    }

    private MemberBucket AddBucket(int length)
    {
        if (_state.Buckets == Handles.Length)
            ResizeDirectory(Handles.Length + Math.Min(Handles.Length, MostNewHandles));
        int handle = AllocateBucket(length);
        Handles[_state.Buckets++] = handle;
        return new MemberBucket(_blocks[handle]);
    }

    private readonly void ResizeDirectory(int buckets) => _blocks.Resize(_state.Directory, buckets * sizeof(int));

    /// <summary>A bucket that has so many bytes free.</summary>
    private readonly MemberBucket WithRoom(int handle, int bytes)
    {
        MemberBucket bucket = BucketIn(handle);
        int needed = bucket.Needed + bytes;
        return needed <= bucket.Block.Length ? bucket : Reshape(handle, RoomFor(needed));
    }

    /// <summary>Gives a bucket a block of its size.</summary>
    private readonly void Fit(int handle)
    {
        MemberBucket bucket = BucketIn(handle);
        int length = RoomFor(bucket.Needed);
        if (length < bucket.Block.Length)
            Reshape(handle, length);
    }

    private readonly MemberBucket Reshape(int handle, int length)
    {
        Span<byte> block = _blocks[handle];
        int tags = new MemberBucket(block).Count;
        int end = block.Length;
        if (length < end)
            block[^tags..].CopyTo(block[(length - tags)..]);
        block = _blocks.Resize(handle, length);
        if (length > end)
            block[(end - tags)..end].CopyTo(block[^tags..]);
        return new MemberBucket(block);
    }

    private readonly int AllocateBucket(int needed) => (int)_blocks.Allocate(RoomFor(needed));

    // An eighth more than needed, so that not every member that comes needs a larger block; and all that the block costs anyway.
    private readonly int RoomFor(int needed) => _blocks.CapacityFor(needed + (needed >> 3));
}
