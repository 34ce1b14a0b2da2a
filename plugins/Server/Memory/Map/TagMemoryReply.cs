namespace CacheStorm.Plugins.Server;

/// <summary>
/// MEMINFO TAG: what the entries cost that carry a tag of the connection's namespace, and what they pay for carrying it. The call runs
/// alone. Of a tag of very many entries those are looked at that came to it last.
/// </summary>
internal static class TagMemoryReply
{
    // Everybody waits for it: a millisecond or two.
    private const int MostKeys = 10_000;

    public static void Write(CommandContext context, ReadOnlySpan<byte> tag)
    {
        KeyspaceTags tags = context.Keyspace.Tags;
        var survey = new EntrySurvey();
        var visitor = new Visitor(survey);
        tags.CollectExpired();
        long keys = tags.CountOf(tag);
        survey.IsSample = keys > MostKeys;
        tags.Visit(tag, ref visitor, survey.IsSample ? MostKeys : int.MaxValue);

        var fields = new ReplyFields(context.Reply);
        fields.Add("tag"u8, tag);
        fields.Add("namespace"u8, ReplyFields.NameOf(context.Keyspace.Name));
        fields.Add("keys"u8, keys);
        fields.Add("children"u8, tags.ChildrenOf(tag).Count);
        fields.AddSampled(survey);
        fields.Add("memory"u8, survey.Extrapolate(survey.Bytes, keys));
        fields.Add("tag_links"u8, survey.Extrapolate(visitor.LinkBytes, keys));
        fields.AddTypes(survey, keys);
        fields.AddAverages(survey);
        survey.Largest.Write(context.Reply, ref fields);
        fields.End();
    }

    private struct Visitor(EntrySurvey survey) : IEntryVisitor
    {
        /// <summary>What the entries pay for this tag: an equal part for each of theirs.</summary>
        public long LinkBytes { get; private set; }

        public void Visit(in Entry entry)
        {
            survey.Add(entry, out long tagBytes);
            int at = 0, count = 0;
            while (entry.TryNextTag(ref at, out _))
                count++;
            LinkBytes += tagBytes / Math.Max(1, count);
        }
    }
}
