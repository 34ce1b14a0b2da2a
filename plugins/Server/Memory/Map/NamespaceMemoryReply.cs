namespace CacheStorm.Plugins.Server;

/// <summary>MEMINFO NAMESPACE: what is known at once, then what was found by looking at entries.</summary>
internal static class NamespaceMemoryReply
{
    public static void Write(ReplyWriter reply, in NamespaceStatistics space, EntrySurvey survey)
    {
        NamespaceMemory memory = space.Memory;
        var fields = new ReplyFields(reply);
        fields.Add("name"u8, ReplyFields.NameOf(space.Name));
        fields.Add("keys"u8, space.Keys);
        fields.Add("expires"u8, space.Expires);
        fields.Add("tags"u8, space.Tags);
        fields.Add("memory"u8, memory.Total);
        fields.Add("limit"u8, space.Options.MaxMemory);
        fields.Add("entries"u8, memory.Entries);
        fields.Add("tables"u8, memory.Tables);
        fields.Add("tag_index"u8, memory.TagIndex);
        fields.Add("pending_tag_entries"u8, memory.PendingTagEntries);
        fields.AddSampled(survey);
        fields.AddTypes(survey, space.Keys);
        if (!survey.IsSample)
            fields.Add("other"u8, Math.Max(0, memory.Entries + memory.Tables - survey.Bytes));
        fields.Add("tag_links"u8, survey.Extrapolate(survey.TagBytes, space.Keys));
        fields.AddAverages(survey);
        survey.Largest.Write(reply, ref fields);
        fields.End();
    }
}
