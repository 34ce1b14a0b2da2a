using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CacheStorm.Host.Configuration;

/// <summary>
/// Classes of clients with their limits: <c>normal 0 0 0 pubsub 32mb 8mb 60</c>. What is not mentioned stays, so
/// that a text reads as a change, and <see cref="Merge"/> makes the value.
/// </summary>
internal sealed class OutputBufferLimitsFormat : ConfigFormat
{
    private const int WordsOfClass = 4;

    public override ConfigKind Kind => ConfigKind.Structured;

    public override string Allowed => "normal, replica or pubsub, then hard limit, soft limit (bytes or 32mb) and seconds; several in a row";

    public override object Initial => OutputBufferLimits.Default;

    public override bool TryParse(
        string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length % WordsOfClass != 0)
        {
            error = "Wrong number of arguments in buffer limit configuration.";
            return false;
        }

        var change = new Change();
        for (int i = 0; i < words.Length; i += WordsOfClass)
        {
            error = change.Add(words.AsSpan(i, WordsOfClass));
            if (error is not null)
                return false;
        }

        error = null;
        value = change;
        return true;
    }

    public override object Merge(object current, object parsed)
        => ((Change)parsed).ApplyTo((OutputBufferLimits)current);

    public override string Write(object value)
    {
        var limits = (OutputBufferLimits)value;
        return $"normal {Write(limits.Normal)} slave {Write(limits.Replica)} pubsub {Write(limits.PubSub)}";
    }

    public override IReadOnlyList<string> WriteLines(object value)
    {
        var limits = (OutputBufferLimits)value;
        return [$"normal {WriteShort(limits.Normal)}", $"replica {WriteShort(limits.Replica)}", $"pubsub {WriteShort(limits.PubSub)}"];
    }

    private static string Write(OutputBufferLimit limit)
        => string.Create(CultureInfo.InvariantCulture, $"{limit.Hard} {limit.Soft} {limit.SoftSeconds}");

    private static string WriteShort(OutputBufferLimit limit)
        => $"{MemorySizeFormat.WriteShort(limit.Hard)} {MemorySizeFormat.WriteShort(limit.Soft)} {limit.SoftSeconds}";

    /// <summary>Limits of some classes: null where a class was not mentioned.</summary>
    private sealed class Change
    {
        private OutputBufferLimit? _normal, _replica, _pubSub;

        public string? Add(ReadOnlySpan<string> words)
        {
            const string BadNumber = "Error in hard, soft or soft_seconds setting in buffer limit configuration.";
            string name = words[0].ToLowerInvariant();
            if (name is not ("normal" or "slave" or "replica" or "pubsub"))
                return "Invalid client class specified in buffer limit configuration.";
            if (!MemorySizeFormat.TryReadBytes(words[1], out long hard)
                || !MemorySizeFormat.TryReadBytes(words[2], out long soft)
                || !long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
                return BadNumber;

            var limit = new OutputBufferLimit(hard, soft, seconds);
            switch (name)
            {
                case "normal": _normal = limit; break;
                case "pubsub": _pubSub = limit; break;
                default: _replica = limit; break;
            }

            return null;
        }

        public OutputBufferLimits ApplyTo(OutputBufferLimits limits)
            => new(_normal ?? limits.Normal, _replica ?? limits.Replica, _pubSub ?? limits.PubSub);
    }
}
