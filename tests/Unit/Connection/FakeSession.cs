namespace CacheStorm.UnitTests.Connections;

/// <summary>A session without a connection: facts as the test sets them, and what was asked of it.</summary>
internal sealed class FakeSession(long id) : ClientSession
{
    public override long Id { get; } = id;
    public override string RemoteEndPoint => Remote;
    public override string LocalEndPoint => Local;
    public override bool IsUnixSocket => false;
    public override bool IsTls => false;
    public override bool IsConnected => true;
    public override DateTimeOffset ConnectedAt => DateTimeOffset.UnixEpoch;
    public override int Protocol { get; set; } = 2;
    public override bool IsParked => Parked;
    public override bool IsPostponed => false;
    public override CommandInfo? LastCommand => Last;
    public override ClientStatistics Statistics => Numbers;

    public string Remote { get; init; } = "127.0.0.1:50000";
    public string Local { get; init; } = "127.0.0.1:6380";
    public bool Parked { get; init; }
    public CommandInfo? Last { get; init; }
    public ClientStatistics Numbers { get; init; } = new() { Events = "r", FileDescriptor = 8 };
    public bool? ClosedAfterReplies { get; private set; }
    public int Resumed { get; private set; }

    public List<byte[]> Pushed { get; } = [];

    public override void Push(ReadOnlyMemory<byte> frame) => Pushed.Add(frame.ToArray());
    public override void PlacePushes() { }
    public override void Close(bool afterReplies) => ClosedAfterReplies = afterReplies;
    public override bool Unpark(CommandHandler reply) => false;
    public override bool TimeOutParked() => false;
    public override void Resume() => Resumed++;
    public override void Enable(ICommandInterceptor interceptor) { }
    public override void Disable(ICommandInterceptor interceptor) { }
}
