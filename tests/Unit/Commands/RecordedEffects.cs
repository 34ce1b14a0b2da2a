using System.Text;

namespace CacheStorm.UnitTests.Commands;

/// <summary>Remembers what a call passes on in place of its request.</summary>
internal sealed class RecordedEffects(Encoding encoding) : CommandEffects
{
    private readonly List<ArgumentListBuilder> _rewrites = [];

    public override bool Wanted => true;

    /// <summary>One line a command; null: the request itself.</summary>
    public string? Rewritten => _rewrites.Count == 0 ? null : string.Join('\n', _rewrites.Select(Text));

    public override void Suppress() => throw new NotSupportedException();

    public override void Force() => throw new NotSupportedException();

    public override ArgumentListBuilder Rewrite()
    {
        _rewrites.Add(new ArgumentListBuilder());
        return _rewrites[^1];
    }

    private string Text(ArgumentListBuilder command) =>
        string.Join(' ', Enumerable.Range(0, command.Count).Select(i => encoding.GetString(command.Arguments[i])));
}
