using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CacheStorm.Host.Configuration;

/// <summary>Three adjustments of the kernel's choice when memory runs out; its value is an array of numbers.</summary>
internal sealed class OomScoresFormat : ConfigFormat
{
    private const int Bound = 2000;

    public override ConfigKind Kind => ConfigKind.Structured;

    public override string Allowed => $"three numbers from -{Bound} to {Bound}";

    public override bool TryParse(
        string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        error = null;
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var scores = new int[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!int.TryParse(words[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out scores[i])
                || scores[i] is < -Bound or > Bound)
                error = $"Invalid oom-score-adj-values, elements must be between -{Bound} and {Bound}.";
        }

        if (scores.Length != 3)
            error = "wrong number of arguments";
        value = error is null ? scores : null;
        return error is null;
    }

    public override string Write(object value) => string.Join(' ', (int[])value);
}
