namespace CacheStorm.Plugins.Tracking;

/// <summary>What INFO stats says of the tables.</summary>
internal sealed class TrackingSection(TrackedClients clients, InvalidationTable table) : IInfoSection
{
    public string Name => "Stats";

    public int Order => 510;

    public void Write(InfoWriter writer)
    {
        writer.Field("tracking_total_keys", table.Keys);
        writer.Field("tracking_total_items", table.Items);
        writer.Field("tracking_total_prefixes", clients.Prefixes.Length);
    }
}
