namespace CacheStorm.Host.Network.Pipes;

/// <summary>Who is at the other end, and how.</summary>
internal sealed record PipePeer
{
    public required string Remote { get; init; }

    public required string Local { get; init; }

    public bool IsLocal { get; init; }

    public bool IsUnixSocket { get; init; }

    public bool IsTls { get; init; }

    public string? CertificateSubject { get; init; }

    public int Descriptor { get; init; } = -1;
}
