namespace CacheStorm.Plugins.Server;

/// <summary>What the replies of MEMINFO that look at entries have in common.</summary>
internal static class SurveyFields
{
    /// <summary>How many entries the figures that follow are extrapolated from; 0: none is, each was looked at.</summary>
    public static void AddSampled(ref this ReplyFields fields, EntrySurvey survey) =>
        fields.Add("sampled"u8, survey.IsSample ? survey.Seen : 0);

    public static void AddTypes(ref this ReplyFields fields, EntrySurvey survey, long keys)
    {
        ReplyFields types = fields.Begin("types"u8);
        foreach (TypeShare one in survey.Types)
            types.AddType(one.Type, survey.Extrapolate(one.Keys, keys), survey.Extrapolate(one.Bytes, keys));
        types.End();
    }

    public static void AddType(ref this ReplyFields types, DataType type, long keys, long bytes)
    {
        ReplyFields one = types.Begin(ReplyFields.NameOf(type.Name));
        one.Add("keys"u8, keys);
        one.Add("bytes"u8, bytes);
        one.End();
    }

    public static void AddAverages(ref this ReplyFields fields, EntrySurvey survey)
    {
        fields.Add("average_key"u8, survey.Seen == 0 ? 0 : survey.NameBytes / survey.Seen);
        fields.Add("average_entry"u8, survey.Seen == 0 ? 0 : survey.Bytes / survey.Seen);
    }
}
