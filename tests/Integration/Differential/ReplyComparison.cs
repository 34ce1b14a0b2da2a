using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Differential;

/// <summary>Says whether two replies are the same, as far as a row wants them to be.</summary>
internal static partial class ReplyComparison
{
    public static bool Same(byte[] expected, byte[] actual, Tolerance tolerance, string parameter) =>
        expected.AsSpan().SequenceEqual(actual) || tolerance switch
        {
            Tolerance.Exact => false,
            Tolerance.Ignore => true,
            Tolerance.Type => expected[0] == actual[0],
            Tolerance.Shape => SameShape(RespValue.Parse(expected), RespValue.Parse(actual)),
            Tolerance.Unordered => Sorted(RespValue.Parse(expected)) == Sorted(RespValue.Parse(actual)),
            Tolerance.Time => Close(RespValue.Parse(expected), RespValue.Parse(actual), double.Parse(parameter, CultureInfo.InvariantCulture)),
            Tolerance.Prefix => Text(expected).StartsWith(parameter, StringComparison.Ordinal)
                && Text(actual).StartsWith(parameter, StringComparison.Ordinal) && expected[0] == actual[0],
            Tolerance.Match => expected[0] == actual[0] && Matches(expected, parameter) && Matches(actual, parameter),
            Tolerance.Names or Tolerance.Keys or Tolerance.Help =>
                expected[0] == actual[0] && Missing(expected, actual, tolerance).Count == 0,
            _ => throw new ArgumentOutOfRangeException(nameof(tolerance)),
        };

    /// <summary>The names that the expected text has and the actual one lacks.</summary>
    public static IReadOnlyList<string> Missing(byte[] expected, byte[] actual, Tolerance tolerance)
    {
        Func<byte[], IEnumerable<string>> names = tolerance switch
        {
            Tolerance.Keys => MapKeys,
            Tolerance.Help => Subcommands,
            _ => Names,
        };
        return [.. names(expected).Except(names(actual))];
    }

    public static string Text(byte[] raw) => RespValue.Parse(raw) is var value && value.IsAggregate
        ? string.Join("\n", value.Items.Select(item => item.Text).ToArray())
        : value.Type == '=' ? value.Text![4..] : value.Text ?? "";

    private static bool Matches(byte[] raw, string expression) =>
        Regex.IsMatch(Text(raw), expression, RegexOptions.Singleline | RegexOptions.CultureInvariant);

    private static IEnumerable<string> Names(byte[] raw) => NamePattern().Matches(Text(raw)).Cast<Match>().Select(match => match.Value).Distinct();

    private static IEnumerable<string> MapKeys(byte[] raw) => RespValue.Parse(raw).Items.Chunk(2).Select(pair => pair[0].Text ?? "");

    private static IEnumerable<string> Subcommands(byte[] raw) => RespValue.Parse(raw).Items
        .Select(item => item.Text ?? "")
        .Where(line => line.Length > 0 && line[0] != ' ')
        .Select(line => CommandText.Split(line).Word);

    private static bool SameShape(RespValue a, RespValue b) =>
        a.Type == b.Type && a.Items.Count == b.Items.Count && a.Items.Zip(b.Items, SameShape).All(same => same);

    private static string Sorted(RespValue value)
    {
        if (!value.IsAggregate)
            return Encoding.Latin1.GetString(value.Raw);
        IEnumerable<string> items = value.Items.Select(item => Sorted(item));
        if (value.Type == '%')
            items = items.Chunk(2).Select(pair => pair[0] + pair[1]);
        return $"{value.Type}{value.Items.Count}\r\n{string.Concat(items.Order(StringComparer.Ordinal))}";
    }

    private static bool Close(RespValue a, RespValue b, double within)
    {
        if (a.IsAggregate)
            return SameShape(a, b) && a.Items.Zip(b.Items, (x, y) => Close(x, y, within)).All(same => same);
        return a.Type == b.Type && (a.Text == b.Text
            || (double.TryParse(a.Text, CultureInfo.InvariantCulture, out double x)
                && double.TryParse(b.Text, CultureInfo.InvariantCulture, out double y)
                && Math.Abs(x - y) <= within
                // Absent, and "never", are no times: they have to be equal.
                && (x < 0) == (y < 0)));
    }

    [GeneratedRegex(@"(?<=^|[\s,])[A-Za-z_][\w.-]*(?=[=:])", RegexOptions.Multiline)]
    private static partial Regex NamePattern();
}
