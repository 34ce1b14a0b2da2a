namespace CacheStorm.Plugins.Server;

/// <summary>INFO clients: who is connected, and what stands in the way of more.</summary>
internal sealed class ClientsSection(IClients clients, IConfigRegistry config) : IInfoSection
{
    public string Name => "Clients";

    public int Order => InfoOrder.Clients;

    public void Write(InfoWriter writer)
    {
        long input = 0;
        long output = 0;
        int tracking = 0;
        foreach (ClientSession client in clients.All())
        {
            ClientStatistics numbers = client.Statistics;
            input = Math.Max(input, numbers.InputBytes + numbers.InputFree);
            output = Math.Max(output, numbers.OutputBytes);
            tracking += client.TrackingRedirect >= 0 ? 1 : 0;
        }

        writer.Field("connected_clients", clients.Count);
        writer.Field("cluster_connections", 0);
        writer.Field("maxclients", config.NumberOf("maxclients"));
        writer.Field("client_recent_max_input_buffer", input);
        writer.Field("client_recent_max_output_buffer", output);
        writer.Field("blocked_clients", clients.ParkedCount);
        writer.Field("tracking_clients", tracking);
        // Each parked client has a timer of its own or waits for ever: there is no table to count.
        writer.Field("clients_in_timeout_table", 0);
    }
}
