namespace CacheStorm.Plugins.Server;

/// <summary>
/// MEMINFO TYPES: what values cost by their type, in all namespaces together. When they have more keys than are looked at, each namespace
/// is looked at in proportion to its own.
/// </summary>
internal static class TypesMemoryReply
{
    public static void Write(CommandContext context, INamespaces namespaces, in MemoryStatistics memory)
    {
        var types = new Dictionary<DataType, (long Keys, long Bytes)>();
        double share = Math.Min(1, (double)EntrySurvey.MostKeys / Math.Max(1, memory.Keys));
        long seen = 0, bytes = 0;
        bool isSample = false;
        foreach (NamespaceMemory space in memory.Namespaces)
        {
            if (space.Keys == 0)
                continue;
            EntrySurvey survey = EntrySurvey.Of(context, namespaces, space, (long)Math.Ceiling(space.Keys * share));
            isSample |= survey.IsSample;
            seen += survey.Seen;
            bytes += survey.Bytes;
            foreach (TypeShare one in survey.Types)
            {
                (long keys, long sum) = types.GetValueOrDefault(one.Type);
                types[one.Type] = (keys + survey.Extrapolate(one.Keys, space.Keys), sum + survey.Extrapolate(one.Bytes, space.Keys));
            }
        }

        var fields = new ReplyFields(context.Reply);
        fields.Add("keys"u8, memory.Keys);
        fields.Add("entries"u8, memory.Dataset);
        fields.Add("tables"u8, memory.Tables);
        fields.Add("sampled"u8, isSample ? seen : 0);
        ReplyFields all = fields.Begin("types"u8);
        foreach ((DataType type, (long keys, long cost)) in types)
            all.AddType(type, keys, cost);
        all.End();
        if (!isSample)
            fields.Add("other"u8, Math.Max(0, memory.Dataset + memory.Tables - bytes));
        fields.End();
    }
}
