namespace CacheStorm.Plugins.Tracking;

/// <summary>CLIENT TRACKING and CLIENT CACHING.</summary>
internal sealed class TrackingCommands(IClients connected, TrackedClients tracked, ReadMemory memory, Departures departures)
{
    [Command("CLIENT|TRACKING", Arity = -3, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "6.0.0",
        Summary = "Enable or disable server assisted client side caching support",
        Complexity = "O(1). Some options may introduce additional complexity.",
        Arguments = "status=(on!ON | off!OFF) client-id:integer@REDIRECT? prefix:string@PREFIX?+ bcast!BCAST? optin!OPTIN? optout!OPTOUT? noloop!NOLOOP?")]
    public void Tracking(CommandContext context)
    {
        if (!TrackingOptions.TryParse(context, connected, out TrackingOptions options))
            return;
        ClientSession session = context.Client;
        session.TryGet(TrackedClient.Slot, out TrackedClient? client);
        if (context.Args.Is(2, "ON"u8))
        {
            if (!TrackingRules.Allow(context, client, options))
                return;
            if (client is null)
                session.Set(TrackedClient.Slot, client = new TrackedClient(session));
            tracked.TurnOn(client, options);
            session.AddObserver(memory);
        }
        else if (context.Args.Is(2, "OFF"u8))
        {
            if (client is { IsOn: true })
                departures.TurnOff(session, client);
        }
        else
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }
        context.Reply.Ok();
    }

    [Command("CLIENT|CACHING", Arity = 3, Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "connection",
        Since = "6.0.0",
        Summary = "Instruct the server about tracking or not keys in the next request",
        Complexity = "O(1)",
        Arguments = "mode=(yes!YES | no!NO)")]
    public void Caching(CommandContext context)
    {
        if (!context.Client.TryGet(TrackedClient.Slot, out TrackedClient? client) || !client.IsOn)
            context.Reply.Error(TrackingErrors.CachingWithoutTracking);
        else if (context.Args.Is(2, "YES"u8))
            Cache(context, client, TrackingModes.OptIn, TrackingErrors.YesWithoutOptIn);
        else if (context.Args.Is(2, "NO"u8))
            Cache(context, client, TrackingModes.OptOut, TrackingErrors.NoWithoutOptOut);
        else
            context.Reply.Error(Errors.Syntax);
    }

    private static void Cache(CommandContext context, TrackedClient client, TrackingModes needed, ReadOnlySpan<byte> error)
    {
        if (!client.Is(needed))
        {
            context.Reply.Error(error);
            return;
        }
        client.IsCaching = true;
        context.Reply.Ok();
    }
}
