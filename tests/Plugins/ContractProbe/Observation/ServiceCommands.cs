using System.Text;

namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>What plugins find by asking: settings, numbers, services of others, addresses for HTTP.</summary>
internal sealed class ServiceCommands(ProbeSettings settings, IConfigRegistry registry, IStatistics statistics,
    IImport<IEntryVisitor> counter, IExtensions<IHttpEndpoint> endpoints)
{
    [Command("PROBE.SETTINGS", Arity = 1, Summary = "The probe's settings as its own code sees them.")]
    public void Settings(CommandContext context)
    {
        context.Reply.Array(3);
        context.Reply.Bulk(Encoding.UTF8.GetBytes(settings.Greeting));
        context.Reply.Integer(settings.Level);
        context.Reply.Integer(settings.Applied);
    }

    [Command("PROBE.CONFIG", Arity = -2, Summary = "Without a value what CONFIG GET answers, with one what CONFIG SET does.")]
    public void Config(CommandContext context)
    {
        string name = Encoding.UTF8.GetString(context.Args[1]);
        if (context.Args.Count == 2)
        {
            IReadOnlyList<KeyValuePair<string, string>> found = registry.Get([name]);
            context.Reply.Map(found.Count);
            foreach ((string key, string value) in found)
            {
                context.Reply.Bulk(Encoding.UTF8.GetBytes(key));
                context.Reply.Bulk(Encoding.UTF8.GetBytes(value));
            }
            return;
        }
        string? error = registry.Set([new(name, Encoding.UTF8.GetString(context.Args[2]))], localClient: true);
        if (error is null)
            context.Reply.Ok();
        else
            context.Reply.Error(Encoding.UTF8.GetBytes(error));
    }

    [Command("PROBE.MEMORY", Arity = 1, Summary = "Bytes of keys and values, and how many entries there are.")]
    public void Memory(CommandContext context)
    {
        MemoryStatistics memory = statistics.Memory();
        context.Reply.Array(2);
        context.Reply.Integer(memory.Dataset);
        context.Reply.Integer(memory.Keys);
    }

    [Command("PROBE.USAGE", Arity = 2, Flags = CommandFlags.ReadOnly, Summary = "What a key costs.")]
    [KeySpec(1, KeyAccess.ReadOnly)]
    public void Usage(CommandContext context) =>
        context.Reply.Integer(context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Peek) ? context.Keyspace.MemoryUsage(entry) : 0);

    [Command("PROBE.COUNT", Arity = 2, Flags = CommandFlags.ReadOnly, Summary = "Shows a key to the counter that another plugin might have exported.")]
    [KeySpec(1, KeyAccess.ReadOnly)]
    public void Count(CommandContext context)
    {
        if (counter.Value is KeyCounter service && context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Peek))
        {
            service.Visit(entry);
            context.Reply.Integer(service.Seen);
        }
        else
        {
            context.Reply.Null();
        }
    }

    [Command("PROBE.HTTP", Arity = 3, Summary = "Asks an address as the admin port would: PROBE.HTTP method path.")]
    public void Http(CommandContext context)
    {
        foreach (IHttpEndpoint endpoint in endpoints.All)
        {
            if (!context.Args.Is(1, Encoding.ASCII.GetBytes(endpoint.Method)) || !context.Args[2].SequenceEqual(Encoding.ASCII.GetBytes(endpoint.Path)))
                continue;
            var exchange = new MemoryExchange(endpoint.Path);
            // Answers at once, without waiting for anything.
            endpoint.HandleAsync(exchange, CancellationToken.None).GetAwaiter().GetResult();
            context.Reply.Bulk(Encoding.UTF8.GetBytes(exchange.Response));
            return;
        }
        context.Reply.Null();
    }
}

/// <summary>A request that never was on a wire.</summary>
internal sealed class MemoryExchange(string path) : HttpExchange
{
    public string Response { get; private set; } = "";

    public override string Path => path;

    public override Stream Body => Stream.Null;

    public override string? Query(string name) => null;

    public override ValueTask RespondAsync(int status, string contentType, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        Response = $"{status} {contentType} {Encoding.UTF8.GetString(content.Span)}";
        return default;
    }
}

/// <summary>An address on the admin port.</summary>
internal sealed class ProbeEndpoint(ProbeSettings settings) : IHttpEndpoint
{
    public string Method => "GET";

    public string Path => "/probe";

    public ValueTask HandleAsync(HttpExchange exchange, CancellationToken cancellation) =>
        exchange.RespondAsync(200, "text/plain", Encoding.UTF8.GetBytes(settings.Greeting), cancellation);
}
