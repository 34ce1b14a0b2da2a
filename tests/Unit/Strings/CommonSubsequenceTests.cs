using System.Text;
using CacheStorm.Plugins.Strings;
using CsCheck;

namespace CacheStorm.UnitTests.Strings;

public class CommonSubsequenceTests
{
    private static readonly Gen<byte[]> Text = Gen.Byte[97, 100].Array[0, 150];

    [Fact]
    public void Runs_come_last_first_with_their_places_in_both_strings()
    {
        using CommonSubsequence lcs = CommonSubsequence.Of("ohmytext"u8, "mynewtext"u8);

        Assert.Equal(6, lcs.Length);
        Assert.Equal([new CommonRun(4, 5, 4), new CommonRun(2, 0, 2)], RunsOf(lcs));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "")]
    [InlineData("", "a")]
    [InlineData("abc", "xyz")]
    public void Strings_with_nothing_in_common_have_no_runs(string first, string second)
    {
        using CommonSubsequence lcs = CommonSubsequence.Of(Encoding.UTF8.GetBytes(first), Encoding.UTF8.GetBytes(second));

        Assert.Equal(0, lcs.Length);
        Assert.Empty(RunsOf(lcs));
    }

    [Fact]
    public void Answers_as_a_table_of_lengths_does() =>
        Gen.Select(Text, Text).Sample((first, second) =>
        {
            (int length, List<CommonRun> runs) = ByTable(first, second);
            using CommonSubsequence lcs = CommonSubsequence.Of(first, second);
            return lcs.Length == length
                && CommonSubsequence.LengthOf(first, second) == length
                && RunsOf(lcs).SequenceEqual(runs);
        }, iter: 2000);

    [Fact]
    public void Long_strings_cross_many_words()
    {
        byte[] first = new byte[3000], second = new byte[3000];
        for (int i = 0; i < first.Length; i++)
        {
            first[i] = (byte)(i * 7 % 251);
            second[i] = (byte)(i * 11 % 251);
        }
        (int length, List<CommonRun> runs) = ByTable(first, second);

        using CommonSubsequence lcs = CommonSubsequence.Of(first, second);

        Assert.Equal(length, lcs.Length);
        Assert.Equal(runs, RunsOf(lcs));
    }

    private static List<CommonRun> RunsOf(CommonSubsequence lcs)
    {
        var runs = new List<CommonRun>();
        while (lcs.TryStepBack(out CommonRun run))
            runs.Add(run);
        return runs;
    }

    /// <summary>The textbook's way, with Redis' choice at a fork: up only when that is strictly longer.</summary>
    private static (int Length, List<CommonRun> Runs) ByTable(byte[] first, byte[] second)
    {
        int[,] lengths = new int[first.Length + 1, second.Length + 1];
        for (int i = 1; i <= first.Length; i++)
        {
            for (int j = 1; j <= second.Length; j++)
            {
                lengths[i, j] = first[i - 1] == second[j - 1]
                    ? lengths[i - 1, j - 1] + 1
                    : Math.Max(lengths[i - 1, j], lengths[i, j - 1]);
            }
        }

        var runs = new List<CommonRun>();
        int row = first.Length, column = second.Length, run = 0;
        while (row > 0 && column > 0)
        {
            if (first[row - 1] == second[column - 1])
            {
                row--;
                column--;
                run++;
                continue;
            }
            Emit();
            if (lengths[row - 1, column] > lengths[row, column - 1])
                row--;
            else
                column--;
        }
        Emit();
        return (lengths[first.Length, second.Length], runs);

        void Emit()
        {
            if (run > 0)
                runs.Add(new CommonRun(row, column, run));
            run = 0;
        }
    }
}
