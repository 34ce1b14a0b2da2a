namespace CacheStorm.Plugins.SortedSets.Data.Tree;

/// <content>Walking along the leaves.</content>
internal ref partial struct RankTree
{
    public readonly bool MoveNext(scoped ref SortedSetCursor cursor, out ReadOnlySpan<byte> member, out double score)
    {
        while (cursor.Leaf != 0)
        {
            LeafNode leaf = Leaf((int)cursor.Leaf);
            if (cursor.Place < leaf.Count)
            {
                score = leaf.Scores[cursor.Place];
                member = MemberAt(leaf, cursor.Place++);
                return true;
            }

            if (leaf.Next == 0)
                break;
            cursor = new SortedSetCursor(leaf.Next, 0);
        }

        member = default;
        score = 0;
        return false;
    }

    public readonly bool MovePrevious(scoped ref SortedSetCursor cursor, out ReadOnlySpan<byte> member, out double score)
    {
        while (cursor.Leaf != 0)
        {
            LeafNode leaf = Leaf((int)cursor.Leaf);
            if (cursor.Place > 0)
            {
                score = leaf.Scores[--cursor.Place];
                member = MemberAt(leaf, cursor.Place);
                return true;
            }

            if (leaf.Previous == 0)
                break;
            cursor = new SortedSetCursor(leaf.Previous, Leaf(leaf.Previous).Count);
        }

        member = default;
        score = 0;
        return false;
    }
}
