using System.Text;
using BenchmarkDotNet.Attributes;
using CacheStorm.Host.Commands;
using CacheStorm.Host.Dispatch;
using CacheStorm.Host.Network;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Values;
using Microsoft.Extensions.Logging.Abstractions;

namespace CacheStorm.Benchmarks;

/// <summary>A command's whole way without the kernel: bytes in, parse, route, lock, handle, reply, count.</summary>
[MemoryDiagnoser]
public class DispatchBenchmarks
{
    private SessionEndpoint _endpoint = null!;
    private IdleConnection _connection = null!;
    private Engine _engine = null!;
    private byte[] _requests = [];

    [Params(1, 16)]
    public int Pipeline { get; set; }

    [GlobalSetup]
    public void Start()
    {
        Engine engine = null!;
        var network = new NetworkServer(new NetworkSettings { Port = 0 }, new NoHandler(), new NoWorkerHooks());
        var options = new EngineOptions { Workers = network.WorkerCount, Databases = 16, Limits = network.Limits };
        engine = new Engine(options, events => new Store(16, new DataTypes(new StringType()), new NothingGoes(), events, TimeProvider.System),
            NullLoggerFactory.Instance);
        var registry = new CommandRegistry { Preparing = engine.SetTable };
        var commands = new List<CommandInfo>();
        CommandInfoFactory.Read(typeof(TwoCommands), new TwoCommands(), "benchmark", commands);
        registry.Register("benchmark", commands);
        _engine = engine;
        _connection = new IdleConnection(network);
        _endpoint = (SessionEndpoint)engine.Accept(_connection);
        Process("*3\r\n$5\r\nBSTOR\r\n$3\r\nkey\r\n$5\r\nvalue\r\n"u8.ToArray());
        _requests = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("*2\r\n$4\r\nBGET\r\n$3\r\nkey\r\n", Pipeline)));
    }

    [Benchmark]
    public void Get() => Process(_requests);

    private void Process(byte[] requests)
    {
        _engine.BatchBegin(0);
        _endpoint.Process(requests, 0, requests.Length);
        _engine.BatchEnd(0);
        _connection.Output.Reset();
    }

    private sealed class TwoCommands
    {
        [Command("BGET", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast, Summary = "Reads a string.")]
        [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
        public void Get(CommandContext context)
        {
            if (context.Keyspace.GetString(context.Key, out ReadOnlySpan<byte> value) == LookupResult.Found)
                context.Reply.Bulk(value);
            else
                context.Reply.Null();
        }

        [Command("BSTOR", Arity = 3, Flags = CommandFlags.Write, Summary = "Stores a string.")]
        [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Update)]
        public void Store(CommandContext context)
        {
            context.Keyspace.SetString(context.Key, context.Args[2]);
            context.Reply.Ok();
        }
    }

    /// <summary>A connection without a socket.</summary>
    private sealed class IdleConnection(NetworkServer server) : Connection(server, 0, ReplyChunkPool.Shared)
    {
        public override bool Post(Action<Connection, object?> callback, object? state = null) => false;

        private protected override void Wake()
        {
        }
    }

    private sealed class NoHandler : IConnectionHandler
    {
        public ConnectionSession Accept(Connection connection) => throw new NotSupportedException("Nobody connects.");

        public void OnFailure(Connection connection, Exception failure)
        {
        }
    }

    private sealed class NothingGoes : EvictionPolicy
    {
        public override string Name => "noeviction";

        public override bool Evicts => false;

        public override double Score(in EvictionCandidate candidate) => 0;
    }
}
