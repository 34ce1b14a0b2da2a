using System.Text;
using CacheStorm.Plugins.Geo.Data;
using CacheStorm.UnitTests.SortedSets;
using CsCheck;

namespace CacheStorm.UnitTests.Geo;

/// <summary>Searching cells finds what looking at every member finds.</summary>
public sealed class AreaSearchTests
{
    private static readonly byte[] _key = "places"u8.ToArray();

    // Away from the poles and from the date line, which areas may reach across: the cells don't always cover them there, in Redis neither.
    private static readonly Gen<Position> _places =
        Gen.Select(Gen.Double[-90, 90], Gen.Double[-60, 60]).Select((x, y) => new Position(x, y));

    private static readonly Gen<double> _sizes = Gen.Double[0, 6].Select(exponent => Math.Pow(10, exponent));

    private static readonly Gen<SearchArea> _areas = Gen.OneOf(
        Gen.Select(_places, _sizes, (centre, radius) => SearchArea.Circle(centre, radius, 1)),
        Gen.Select(_places, _sizes, _sizes, (centre, width, height) => SearchArea.Box(centre, width, height, 1)));

    [Fact]
    public void Finds_what_lies_inside_and_nothing_else() =>
        Gen.Select(_places.Array[0, 400], _areas.Array[1, 20]).Sample((places, areas) =>
        {
            SortedSetFixture fixture = Fill(places);
            foreach (SearchArea area in areas)
                Assert.Equal(InSight(places, area).Order(), Search(fixture, area).Order());
        }, iter: 60);

    [Fact]
    public void Finds_what_is_around_the_centre() =>
        Gen.Select(_places, Gen.Double[-1, 1].Array[20], Gen.Double[-1, 1].Array[20], _sizes).Sample((centre, dx, dy, size) =>
        {
            double degrees = size / 111_000 / Math.Cos(Haversine.Radians(centre.Latitude));
            Position[] places = [.. dx.Zip(dy, (x, y) => new Position(centre.Longitude + x * degrees,
                Math.Clamp(centre.Latitude + y * degrees, -Position.MaxLatitude, Position.MaxLatitude)))];
            SortedSetFixture fixture = Fill(places);
            foreach (SearchArea area in new[] { SearchArea.Circle(centre, size, 1), SearchArea.Box(centre, size, size / 2, 1) })
                Assert.Equal(InSight(places, area).Order(), Search(fixture, area).Order());
        }, iter: 200);

    [Fact]
    public void Cells_are_at_most_nine_and_none_comes_twice() =>
        Gen.Select(GeoScoreTests.Places, _sizes, Gen.Double[0, 30_000_000]).Sample((centre, width, height) =>
        {
            Span<Cell> room = stackalloc Cell[SearchCover.MaxCells];
            HashSet<Cell> cells = [.. room[..SearchCover.Find(SearchArea.Box(centre, width, height, 1), room)]];
            Assert.Equal(SearchCover.Find(SearchArea.Box(centre, width, height, 1), room), cells.Count);
            cells = [.. room[..SearchCover.Find(SearchArea.Circle(centre, height, 1), room)]];
            Assert.Equal(SearchCover.Find(SearchArea.Circle(centre, height, 1), room), cells.Count);
        });

    [Fact]
    public void Stops_when_enough_are_found()
    {
        SortedSetFixture fixture = Fill([.. Enumerable.Range(0, 100).Select(i => new Position(i * 0.001, 0))]);
        Assert.Equal(7, Search(fixture, SearchArea.Circle(default, 100_000, 1), limit: 7).Count);
        Assert.Equal(100, Search(fixture, SearchArea.Circle(default, 100_000, 1), limit: 0).Count);
        Assert.Equal(100, Search(fixture, SearchArea.Circle(default, 100_000, 1), limit: 101).Count);
    }

    private static SortedSetFixture Fill(Position[] places)
    {
        SortedSetFixture fixture = new();
        for (int i = 0; i < places.Length; i++)
            fixture.Type.Set(fixture.Keyspace, _key, Encoding.ASCII.GetBytes($"{i}"), GeoScore.BitsOf(places[i]));
        return fixture;
    }

    private static List<string> Search(SortedSetFixture fixture, SearchArea area, int limit = 0)
    {
        List<string> found = [];
        if (!fixture.Keyspace.TryFind(_key, out Entry entry))
            return found;
        using FoundPoints points = FoundPoints.Rent();
        AreaSearch.Collect(in entry, in area, limit, points);
        for (int i = 0; i < points.Count; i++)
            found.Add(Encoding.ASCII.GetString(points.MemberOf(in points[i])));
        return found;
    }

    private static IEnumerable<string> InSight(Position[] places, SearchArea area) =>
        from i in Enumerable.Range(0, places.Length)
        where area.Contains(GeoScore.PositionOf(GeoScore.BitsOf(places[i])), out _)
        select $"{i}";
}
