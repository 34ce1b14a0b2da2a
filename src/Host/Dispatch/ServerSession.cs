namespace CacheStorm.Host.Dispatch;

/// <summary>The server as its own client: jobs and loaders act as it. Used under the executor's lock.</summary>
internal sealed class ServerSession : ClientSession
{
    public override long Id => 0;
    public override string RemoteEndPoint => "";
    public override string LocalEndPoint => "";
    public override bool IsUnixSocket => false;
    public override bool IsTls => false;
    public override bool IsConnected => false;
    public override DateTimeOffset ConnectedAt { get; } = DateTimeOffset.UtcNow;
    public override int Protocol { get; set; } = 2;
    public override bool IsParked => false;
    public override bool IsPostponed => false;
    public override CommandInfo? LastCommand => null;
    public override ClientStatistics Statistics => new() { FileDescriptor = -1, Events = "" };

    // Nobody is there to be told, closed or woken.
    public override void Push(ReadOnlyMemory<byte> frame) { }
    public override void PlacePushes() { }
    public override void Close(bool afterReplies) { }
    public override bool Unpark(CommandHandler reply) => false;
    public override bool TimeOutParked() => false;
    public override void Resume() { }
    public override void Enable(ICommandInterceptor interceptor) { }
    public override void Disable(ICommandInterceptor interceptor) { }
}
