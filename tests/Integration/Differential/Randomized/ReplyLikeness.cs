using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Differential.Randomized;

/// <summary>Compares the replies of both servers as far as they can be equal.</summary>
internal static class ReplyLikeness
{
    private const string TimeDifference = "30000";
    private static readonly string[] OrderedEncodings = ["listpack", "intset"];

    /// <param name="likeness">How much alike.</param>
    /// <param name="expected">The reply of redis-server.</param>
    /// <param name="actual">Ours.</param>
    /// <param name="before">The replies before that one, of redis-server and ours.</param>
    public static bool Same(Likeness likeness, byte[] expected, byte[] actual, (byte[] Expected, byte[] Actual) before) => likeness switch
    {
        Likeness.Ignore => true,
        Likeness.Unordered => ReplyComparison.Same(expected, actual, Tolerance.Unordered, ""),
        Likeness.Time => ReplyComparison.Same(expected, actual, Tolerance.Time, TimeDifference),
        Likeness.Packed => ReplyComparison.Same(expected, actual, KeepsOrder(before.Expected) ? Tolerance.Exact : Tolerance.Unordered, ""),
        Likeness.Among => expected.AsSpan().SequenceEqual(actual) || IsAmong(expected, actual, before.Actual),
        _ => expected.AsSpan().SequenceEqual(actual),
    };

    private static bool KeepsOrder(byte[] encoding) => OrderedEncodings.Contains(RespValue.Parse(encoding).Text);

    private static bool IsAmong(byte[] expected, byte[] actual, byte[] whole)
    {
        RespValue theirs = RespValue.Parse(expected);
        RespValue ours = RespValue.Parse(actual);
        if (theirs.Type != ours.Type || theirs.Items.Count != ours.Items.Count || theirs.IsNull != ours.IsNull || ours.IsError)
            return false;
        HashSet<string?> allowed = [.. Leaves(RespValue.Parse(whole))];
        return Leaves(ours).All(allowed.Contains);
    }

    private static IEnumerable<string?> Leaves(RespValue value) =>
        value.IsAggregate ? value.Items.SelectMany(Leaves) : value.IsNull ? [] : [value.Text];
}
