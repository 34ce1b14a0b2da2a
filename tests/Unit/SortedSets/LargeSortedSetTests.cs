using CacheStorm.Plugins.SortedSets.Data;
using Xunit.Abstractions;

namespace CacheStorm.UnitTests.SortedSets;

/// <summary>Two hundred thousand members in one key: they fit, come out in order, and leave nothing behind.</summary>
public sealed class LargeSortedSetTests(ITestOutputHelper output)
{
    private const int Members = 200_000;

    private readonly SortedSetFixture _fixture = new();

    [Theory]
    [InlineData("random")]
    [InlineData("ascending")]
    [InlineData("descending")]
    public void Takes_many_members_and_gives_them_back(string order)
    {
        SortedSet set = _fixture.Create();
        Span<byte> member = stackalloc byte[16];
        CpuWatch watch = new();
        for (int i = 0; i < Members; i++)
        {
            set.Set(Member(member, i), Score(i, order));
        }

        Say(order, "insert", watch, Members);
        output.WriteLine($"{_fixture.Bytes(out long count) / (double)count:F1} bytes a member");
        Assert.Equal(Members, count);

        watch.Restart();
        Random random = new(1);
        long sum = 0;
        for (int i = 0; i < 20_000; i++)
        {
            int number = random.Next(Members);
            ReadOnlySpan<byte> chosen = Member(member, number);
            Assert.True(set.TryScore(chosen, out double score));
            sum += set.RankOf(chosen, score);
        }

        Say(order, "score and rank", watch, 20_000);
        Assert.NotEqual(0, sum);
        watch.Restart();
        for (int i = 0; i < 20_000; i++)
        {
            SortedSetCursor cursor = set.At(random.Next(Members - 10));
            double last = double.NegativeInfinity;
            for (int j = 0; j < 10; j++)
            {
                Assert.True(set.MoveNext(ref cursor, out _, out double score));
                if (score < last)
                    Assert.Fail("out of order");
                last = score;
            }
        }

        Say(order, "range of ten", watch, 20_000);
        watch.Restart();
        for (int i = 0; i < 20_000; i++)
        {
            int number = random.Next(Members);
            set.Set(Member(member, number), Score(number, order) + 0.5);
        }

        Say(order, "update", watch, 20_000);
        watch.Restart();
        for (int i = 0; i < Members; i++)
            set.Remove(Member(member, (int)(i * 7919L % Members)));
        Say(order, "remove", watch, Members);
        Assert.True(set.RemoveIfEmpty());
        Assert.Equal(_fixture.Empty, _fixture.Store.Store.ExactBytes());
    }

    private static ReadOnlySpan<byte> Member(Span<byte> buffer, int number)
    {
        "m:"u8.CopyTo(buffer);
        return buffer[..(2 + Numbers.FormatInt64(buffer[2..], number))];
    }

    private static double Score(int number, string order) => order switch
    {
        "random" => (uint)number * 2654435761u % (uint)Members,
        "ascending" => number,
        _ => -number,
    };

    private void Say(string order, string what, CpuWatch watch, int count) =>
        output.WriteLine($"{order} {what}: {watch.Nanoseconds / count:F0} ns");

    /// <summary>Measures the processor's time, which a busy machine doesn't stretch as much as the clock's.</summary>
    private sealed class CpuWatch
    {
        private TimeSpan _start = Environment.CpuUsage.TotalTime;

        public double Nanoseconds => (Environment.CpuUsage.TotalTime - _start).TotalNanoseconds;

        public void Restart() => _start = Environment.CpuUsage.TotalTime;
    }
}
