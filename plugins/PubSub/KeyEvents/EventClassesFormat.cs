using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CacheStorm.Plugins.PubSub.KeyEvents;

/// <summary>
/// Letters of event classes, answered in Redis' order with A for the ten that it stands for. One letter is ours: <c>i</c>, what tags
/// invalidate; A does not stand for it.
/// </summary>
internal sealed class EventClassesFormat : ConfigFormat
{
    private const string Wrong = "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.";

    private const KeyEventKinds All = KeyEventKinds.Generic | KeyEventKinds.String | KeyEventKinds.List | KeyEventKinds.Set
        | KeyEventKinds.Hash | KeyEventKinds.SortedSet | KeyEventKinds.Expired | KeyEventKinds.Evicted | KeyEventKinds.Stream
        | KeyEventKinds.Module;

    private static readonly (char Letter, KeyEventKinds Kind)[] s_classes =
    [
        ('g', KeyEventKinds.Generic), ('$', KeyEventKinds.String), ('l', KeyEventKinds.List), ('s', KeyEventKinds.Set),
        ('h', KeyEventKinds.Hash), ('z', KeyEventKinds.SortedSet), ('x', KeyEventKinds.Expired), ('e', KeyEventKinds.Evicted),
        ('t', KeyEventKinds.Stream), ('d', KeyEventKinds.Module), ('n', KeyEventKinds.New),
    ];

    /// <inheritdoc/>
    public override ConfigKind Kind => ConfigKind.Text;

    /// <inheritdoc/>
    public override string Allowed => "letters of Ag$lshzxeKEtmdni";

    /// <inheritdoc/>
    public override bool TryParse(string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        error = null;
        KeyEventKinds kinds = KeyEventKinds.None;
        bool byKey = false;
        bool byEvent = false;
        foreach (char letter in text)
        {
            switch (letter)
            {
                case 'A':
                    kinds |= All;
                    break;
                case 'K':
                    byKey = true;
                    break;
                case 'E':
                    byEvent = true;
                    break;
                case 'm':
                    kinds |= KeyEventKinds.KeyMiss;
                    break;
                case 'i':
                    kinds |= KeyEventKinds.Invalidated;
                    break;
                default:
                    KeyEventKinds one = KindOf(letter);
                    if (one == KeyEventKinds.None)
                    {
                        error = Wrong;
                        return false;
                    }
                    kinds |= one;
                    break;
            }
        }
        value = new EventClasses(kinds, byKey, byEvent);
        return true;
    }

    /// <summary>As Redis 7.0 answers: behind an A it does not mention n.</summary>
    public override string Write(object value) => Write((EventClasses)value, mentionsNew: false);

    /// <summary>For the file nothing may be lost.</summary>
    public override IReadOnlyList<string> WriteLines(object value) => [Write((EventClasses)value, mentionsNew: true)];

    private static string Write(EventClasses value, bool mentionsNew)
    {
        var letters = new StringBuilder();
        bool hasAll = (value.Kinds & All) == All;
        if (hasAll)
            letters.Append('A');
        foreach ((char letter, KeyEventKinds kind) in s_classes)
        {
            bool shows = !hasAll || (mentionsNew && kind == KeyEventKinds.New);
            if (shows && (value.Kinds & kind) != 0)
                letters.Append(letter);
        }
        if (value.ByKey)
            letters.Append('K');
        if (value.ByEvent)
            letters.Append('E');
        if ((value.Kinds & KeyEventKinds.KeyMiss) != 0)
            letters.Append('m');
        if ((value.Kinds & KeyEventKinds.Invalidated) != 0)
            letters.Append('i');
        return letters.ToString();
    }

    private static KeyEventKinds KindOf(char letter)
    {
        foreach ((char own, KeyEventKinds kind) in s_classes)
        {
            if (own == letter)
                return kind;
        }
        return KeyEventKinds.None;
    }
}
