namespace CacheStorm.IntegrationTests.Differential;

/// <summary>A named run of steps from a .rows file, with the conditions under which it makes sense.</summary>
internal sealed record Scenario(string File, int Line, string Name, IReadOnlyList<Step> Steps)
{
    /// <summary>Commands that our server must know before this scenario means anything.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>2 or 3 when the scenario holds for one protocol only, else 0.</summary>
    public int OnlyProtocol { get; init; }

    /// <summary>True for what only our server has: nothing is sent to redis-server, the row states the replies.</summary>
    public bool OursOnly { get; init; }

    /// <summary>Arguments for a pair of servers of its own; null when the shared pair will do.</summary>
    public IReadOnlyList<string>? OwnServers { get; init; }

    public string Location => $"{File}:{Line}";
}

internal enum Act
{
    /// <summary>Send and read one reply.</summary>
    Call,

    /// <summary>Send, leave the reply for a later <see cref="Read"/>.</summary>
    Send,

    /// <summary>Read one reply or push.</summary>
    Read,

    /// <summary>The server must close the connection.</summary>
    ExpectClosed,

    /// <summary>Repeat the command until the reply is the one stated.</summary>
    Until,

    /// <summary>Call and keep (a part of) the reply, each server its own.</summary>
    Capture,

    /// <summary>Call when the scenario has ended, however it ended.</summary>
    Finally,
}

internal enum Tolerance
{
    Exact,

    /// <summary>Replies aren't compared at all.</summary>
    Ignore,

    /// <summary>Only the type byte of the reply counts.</summary>
    Type,

    /// <summary>Types and element counts all the way down.</summary>
    Shape,

    /// <summary>Elements may come in any order, at every level.</summary>
    Unordered,

    /// <summary>Numbers may differ by <see cref="Step.Parameter"/>.</summary>
    Time,

    /// <summary>Both texts begin with <see cref="Step.Parameter"/>.</summary>
    Prefix,

    /// <summary>Both texts match the expression <see cref="Step.Parameter"/>.</summary>
    Match,

    /// <summary>Our text has every <c>name=</c> or <c>name:</c> that the other has.</summary>
    Names,

    /// <summary>Our map has every key that the other has; the values don't count.</summary>
    Keys,

    /// <summary>Our help lists every subcommand that the other lists; the wording is our own.</summary>
    Help,
}

/// <summary>One line of a scenario.</summary>
internal sealed record Step(int Line, string Text, int Connection, Act Act, Tolerance Tolerance, string Parameter,
    IReadOnlyList<Argument> Arguments)
{
    /// <summary>Bytes to send as they are, instead of a command.</summary>
    public byte[]? RawBytes { get; init; }

    /// <summary>The reply that the row states; such a line runs on our server only (an until line on both).</summary>
    public string? Stated { get; init; }

    /// <summary>Name of the captured value.</summary>
    public string? CaptureName { get; init; }
}
