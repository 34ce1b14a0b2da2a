namespace CacheStorm.Plugins.Connection.Introspection;

/// <summary>One argument of a command as COMMAND DOCS describes it; a choice or a block holds others. Immutable.</summary>
internal sealed record ArgumentSpec
{
    public const string PureToken = "pure-token";
    public const string OneOf = "oneof";
    public const string Block = "block";

    public required string Name { get; init; }
    /// <summary>Redis' name of the type: <c>string</c>, <c>key</c>, <c>oneof</c>, …</summary>
    public required string Type { get; init; }
    /// <summary>The key specification that a key belongs to; -1: none.</summary>
    public int KeySpecIndex { get; init; } = -1;
    /// <summary>The word that stands before it, or that it is; null: none.</summary>
    public string? Token { get; init; }
    public string? Since { get; init; }
    public string? DeprecatedSince { get; init; }
    public bool IsOptional { get; init; }
    public bool IsMultiple { get; init; }
    /// <summary>It repeats with its token.</summary>
    public bool RepeatsToken { get; init; }
    public IReadOnlyList<ArgumentSpec> Arguments { get; init; } = [];
}
