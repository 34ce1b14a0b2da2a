using System.Diagnostics;

namespace CacheStorm.IntegrationTests.Harness;

/// <summary>Waits for a condition, looking often and giving up late, so that no test sleeps for a fixed time.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static void True(Func<bool> condition, string what, TimeSpan? patience = null)
    {
        if (!Happens(condition, patience ?? Patience))
            Assert.Fail($"did not happen within {(patience ?? Patience).TotalSeconds} s: {what}");
    }

    public static bool Happens(Func<bool> condition, TimeSpan patience)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > patience)
                return false;
            Thread.Sleep(5);
        }
        return true;
    }
}
