namespace CacheStorm.Plugins.SortedSets.Data.Tree;

/// <summary>Where a <see cref="RankKey"/> stands among members that equal what it says.</summary>
internal enum KeySide : byte
{
    /// <summary>At the member itself.</summary>
    Member,

    /// <summary>Behind the member.</summary>
    BehindMember,

    /// <summary>In front of all members of the score.</summary>
    BeforeScore,

    /// <summary>Behind all members of the score.</summary>
    BehindScore,
}

/// <summary>A place in the order of a sorted set: by score, then by the member's bytes.</summary>
internal readonly ref struct RankKey
{
    public readonly double Score;
    public readonly ReadOnlySpan<byte> Member;
    public readonly KeySide Side;

    public readonly MemberPrefix Prefix;

    public RankKey(double score, ReadOnlySpan<byte> member, KeySide side = KeySide.Member)
    {
        Score = score;
        Member = member;
        Side = side;
        Prefix = MemberPrefix.Of(member);
    }

    public RankKey(double score, KeySide side)
    {
        Score = score;
        Side = side;
    }
}
