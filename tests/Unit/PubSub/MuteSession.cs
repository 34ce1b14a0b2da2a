namespace CacheStorm.UnitTests.PubSub;

/// <summary>A subscriber that forgets what it is sent, so that what publishing costs can be measured.</summary>
internal sealed class MuteSession : ClientSession
{
    public override long Id => 1;
    public override string RemoteEndPoint => "";
    public override string LocalEndPoint => "";
    public override bool IsUnixSocket => false;
    public override bool IsTls => false;
    public override bool IsConnected => true;
    public override DateTimeOffset ConnectedAt => DateTimeOffset.UnixEpoch;
    public override int Protocol { get; set; } = 2;
    public override bool IsParked => false;
    public override bool IsPostponed => false;
    public override CommandInfo? LastCommand => null;
    public override ClientStatistics Statistics => default;

    public override void Push(ReadOnlyMemory<byte> frame) { }
    public override void PlacePushes() { }
    public override void Close(bool afterReplies) { }
    public override bool Unpark(CommandHandler reply) => false;
    public override bool TimeOutParked() => false;
    public override void Resume() { }
    public override void Enable(ICommandInterceptor interceptor) { }
    public override void Disable(ICommandInterceptor interceptor) { }
}
