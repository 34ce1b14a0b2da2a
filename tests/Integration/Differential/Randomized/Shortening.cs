using System.Diagnostics;

namespace CacheStorm.IntegrationTests.Differential.Randomized;

/// <summary>Makes a sequence that shows a difference as short as the time allows, by leaving out what it does not need.</summary>
internal static class Shortening
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static (IReadOnlyList<RandomGroup> Groups, Difference Difference) Shorten(
        IReadOnlyList<RandomGroup> groups, Difference difference, Func<IReadOnlyList<RandomGroup>, Difference?> run)
    {
        var watch = Stopwatch.StartNew();
        List<RandomGroup> left = [.. groups.Take(difference.Group + 1)];
        // A difference that does not show again (times, memory) is reported as it stands.
        if (run(left) is not { } again)
            return (left, difference);
        difference = again;
        for (int size = Math.Max(1, left.Count / 2); size >= 1; size /= 2)
        {
            for (int start = 0; start < left.Count && watch.Elapsed < Patience;)
            {
                List<RandomGroup> shorter = [.. left.Take(start), .. left.Skip(start + size)];
                if (shorter.Count > 0 && run(shorter) is { } found)
                {
                    left = [.. shorter.Take(found.Group + 1)];
                    difference = found;
                }
                else
                {
                    start += size;
                }
            }
        }
        return (left, difference);
    }
}
