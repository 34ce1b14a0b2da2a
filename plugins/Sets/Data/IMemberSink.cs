namespace CacheStorm.Plugins.Sets;

/// <summary>Receives members one by one.</summary>
internal interface IMemberSink
{
    /// <summary>Receives a member, which is good until this returns.</summary>
    /// <returns>False when it wants no more.</returns>
    bool Accept(scoped PackedElement member);
}

/// <summary>Writes members as the reply.</summary>
internal struct ReplySink(ReplyWriter reply) : IMemberSink
{
    public int Count { get; private set; }

    public bool Accept(scoped PackedElement member)
    {
        member.WriteTo(reply);
        Count++;
        return true;
    }
}

/// <summary>Gathers members.</summary>
internal readonly struct ScratchSink(MemberScratch scratch) : IMemberSink
{
    public bool Accept(scoped PackedElement member)
    {
        scratch.Add(member);
        return true;
    }
}

/// <summary>Counts members, to a limit.</summary>
internal struct CountSink(long limit) : IMemberSink
{
    public long Count { get; private set; }

    public bool Accept(scoped PackedElement member) => ++Count < limit;
}
