using System.Globalization;

namespace CacheStorm.UnitTests.Storage.Tags;

/// <summary>
/// Random operations of several connections on two namespaces with tags, and on a model that does the same by looking at everything each time.
/// The collectors work at random moments. <c>CACHESTORM_TAG_OPERATIONS</c> asks for more operations, <c>CACHESTORM_TAG_SEED</c> for others.
/// </summary>
public sealed class TagModelTests
{
    // A million in all.
    private static readonly int s_operations =
        int.Parse(Environment.GetEnvironmentVariable("CACHESTORM_TAG_OPERATIONS") ?? "1000000", CultureInfo.InvariantCulture) / 4;

    private static readonly int s_seed =
        int.Parse(Environment.GetEnvironmentVariable("CACHESTORM_TAG_SEED") ?? "1", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(30, 8, 0)]
    [InlineData(200, 20, 1)]
    [InlineData(60, 100, 2)]
    [InlineData(12, 3, 3)]
    public void Operations_leave_what_a_model_says(int keys, int tags, int run) =>
        new TagModelRun(keys, tags, s_seed * 4 + run).Run(s_operations);

    /// <summary>So many keys a tag that counts are not known at once.</summary>
    [Fact]
    public void Invalidations_of_many_keys_leave_what_a_model_says() => new TagModelRun(6_000, 4, s_seed) { IsLarge = true }.Run(s_operations / 25);
}
