using System.Text;
using CacheStorm.Plugins.SortedSets.Data;
using CsCheck;

namespace CacheStorm.UnitTests.SortedSets;

/// <summary>Sorted sets of both layouts against a plain model: whatever is done, in whatever order, they tell the same.</summary>
public sealed class SortedSetModelTests
{
    private static readonly double[] _oddScores = [0.0, -0.0, double.PositiveInfinity, double.NegativeInfinity, 1e300, 5e-324, 1L << 62, 1e17];

    private static readonly Gen<(int Action, int Member, double Score)[]> _steps = Gen.Select(
        Gen.Int[0, 99], Gen.Int[0, 1500], Gen.OneOf(Gen.Int[-5, 5].Select(n => (double)n), Gen.Double[-1e3, 1e3],
            Gen.Int[0, _oddScores.Length - 1].Select(i => _oddScores[i]))).Array[0, 3000];

    [Theory]
    [InlineData(false, 128, 40)]
    [InlineData(true, 0, 40)]
    [InlineData(true, 1000, 20)]
    public void Does_what_the_model_does(bool smallNodes, int packed, int rounds) => _steps.Sample(steps =>
    {
        SortedSetFixture fixture = new(smallNodes ? SortedSetFixture.SmallNodes : null);
        fixture.Settings.MaxPackedMembers = packed;
        Model model = new(fixture);
        // The first half adds more, the second removes more, so that trees grow and shrink through all levels.
        for (int i = 0; i < steps.Length; i++)
            model.Apply(steps[i].Action, Member(steps[i].Member), steps[i].Score, removing: i > steps.Length * 2 / 3);
        model.Check();
        model.CheckCopy();
        fixture.Keyspace.Clear(inBackground: false);
        Assert.Equal(0, fixture.Store.Store.ExactBytes());
    }, iter: rounds);

    // Short and long ones, ones with a long prefix in common, numbers, the empty one.
    private static byte[] Member(int number) => Encoding.UTF8.GetBytes((number % 6) switch
    {
        0 => $"m{number}",
        1 => $"common prefix:{new string('p', number % 20)}{number}",
        2 => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        3 => new string('x', number % 60) + number,
        4 => number == 4 ? "" : $"\u0001{new string('y', number % 200)}{number}",
        _ => $"{-number}",
    });

    private sealed class Model(SortedSetFixture fixture)
    {
        private readonly Dictionary<string, double> _scores = [];
        private readonly SortedSet<(double Score, byte[] Member)> _order = new(ScoreOrder.Instance);

        public void Apply(int action, byte[] member, double score, bool removing)
        {
            if (!fixture.Keyspace.Exists("z"u8))
                fixture.Create();
            SortedSet set = fixture.Open();
            string name = Convert.ToHexString(member);
            int removals = removing ? 65 : 20;
            if (action < removals - 5)
            {
                Assert.Equal(_scores.Remove(name, out double old), set.Remove(member));
                _order.Remove((old, member));
            }
            else if (action < removals)
            {
                RemoveSome(ref set, action, member.Length);
            }
            else
            {
                bool isNew = !_scores.TryGetValue(name, out double old);
                Assert.Equal(!isNew, set.TryFind(member, out FoundMember found));
                Assert.Equal(old, found.Score);
                if (!isNew && (action & 1) == 0)
                    set.Update(member, found, score);
                else
                    Assert.Equal(isNew, set.Set(member, score));
                _order.Remove((old, member));
                _scores[name] = score;
                _order.Add((score, member));
            }

            Assert.Equal(_order.Count, set.Count);
            if (set.RemoveIfEmpty())
                Assert.Empty(_order);
        }

        public void Check(string key = "z")
        {
            if (_order.Count == 0)
            {
                Assert.False(fixture.Keyspace.Exists(Encoding.UTF8.GetBytes(key)));
                return;
            }

            fixture.CheckTree(key);
            SortedSet set = fixture.Open(key);
            Assert.Equal(_order.Count, set.Count);
            List<(double Score, byte[] Member)> members = [.. _order];
            SortedSetCursor cursor = set.At(0);
            for (int i = 0; i < members.Count; i++)
            {
                Assert.True(set.MoveNext(ref cursor, out PackedElement member, out double score));
                Assert.True(member.Is(members[i].Member));
                Assert.Equal(members[i].Score, score);
                Assert.Equal(i, set.RankOf(members[i].Member, score));
                Assert.Equal(members.FindIndex(m => m.Score >= score), set.PlaceOf(new ScoreBound(score, IsBehind: false)).Rank);
                Assert.Equal(members.FindLastIndex(m => m.Score <= score) + 1, set.PlaceOf(new ScoreBound(score, IsBehind: true)).Rank);
                SortedSetCursor at = set.At(i);
                Assert.True(set.MoveNext(ref at, out member, out _));
                Assert.True(member.Is(members[i].Member));
                Assert.True(set.MovePrevious(ref at, out member, out _));
                Assert.True(member.Is(members[i].Member));
            }

            Assert.False(set.MoveNext(ref cursor, out _, out _));
            for (int i = members.Count - 1; i >= 0; i--)
            {
                Assert.True(set.MovePrevious(ref cursor, out PackedElement member, out _));
                Assert.True(member.Is(members[i].Member));
            }

            Assert.False(set.MovePrevious(ref cursor, out _, out _));
            Assert.Equal(0, set.PlaceOf(new ScoreBound(double.NegativeInfinity, IsBehind: false)).Rank);
            Assert.Equal(members.Count, set.PlaceOf(new ScoreBound(double.PositiveInfinity, IsBehind: true)).Rank);
        }

        public void CheckCopy()
        {
            if (_order.Count == 0)
                return;
            Assert.True(fixture.Keyspace.TryFind("z"u8, out Entry entry));
            fixture.Keyspace.CopyTo(ref entry, fixture.Keyspace, "copy"u8);
            Assert.True(fixture.Keyspace.Remove("z"u8));
            Check("copy");
            RdbWriter writer = new();
            Assert.True(fixture.Keyspace.TryFind("copy"u8, out entry));
            byte type = fixture.Type.RdbTypeOf(entry);
            fixture.Type.Write(entry, writer);
            RdbReader reader = new(writer.Written);
            Assert.True(fixture.Type.TryRead(ref reader, type, 0, fixture.Keyspace, "read"u8, default));
            Assert.Equal(0, reader.Rest.Length);
            Check("read");
        }

        private void RemoveSome(ref SortedSet set, int seed, int count)
        {
            if (_order.Count == 0)
                return;
            int rank = seed * 7919 % _order.Count;
            Collector gone = new() { Members = [] };
            set.RemoveRange(rank, count, ref gone);
            List<(double Score, byte[] Member)> expected = [.. _order.Skip(rank).Take(count)];
            Assert.Equal(expected.Count, gone.Members.Count);
            for (int i = 0; i < expected.Count; i++)
            {
                Assert.Equal(expected[i].Member, gone.Members[i]);
                _order.Remove(expected[i]);
                _scores.Remove(Convert.ToHexString(expected[i].Member));
            }
        }
    }

    private struct Collector : ISortedSetVisitor
    {
        public List<byte[]> Members;

        public readonly void Visit(scoped PackedElement member, double score)
        {
            Span<byte> digits = stackalloc byte[Numbers.MaxInt64Length];
            Members.Add(member.Text(digits).ToArray());
        }
    }
}
