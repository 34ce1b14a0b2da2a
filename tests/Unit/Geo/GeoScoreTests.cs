using CacheStorm.Plugins.Geo.Data;
using CsCheck;

namespace CacheStorm.UnitTests.Geo;

/// <summary>Places become scores and come back as the middle of their cell.</summary>
public sealed class GeoScoreTests
{
    // The smallest cell in degrees.
    private const double CellWidth = 360.0 / (1 << 26);
    private const double CellHeight = 2 * Position.MaxLatitude / (1 << 26);

    internal static readonly Gen<Position> Places =
        Gen.Select(Gen.Double[-180, 180], Gen.Double[-Position.MaxLatitude, Position.MaxLatitude]).Select((x, y) => new Position(x, y));

    [Theory]
    [InlineData(13.361389, 38.115556, 3479099956230698)]
    [InlineData(15.087269, 37.502669, 3479447370796909)]
    public void Scores_are_those_that_the_world_knows(double longitude, double latitude, long score) =>
        Assert.Equal((ulong)score, GeoScore.BitsOf(new Position(longitude, latitude)));

    [Fact]
    public void Bits_mix_and_part_again() => Gen.Select(Gen.UInt, Gen.UInt).Sample((even, odd) =>
    {
        ulong mixed = BitInterleaving.Mix(even, odd);
        for (int bit = 0; bit < 32; bit++)
        {
            Assert.Equal(even >> bit & 1, (uint)(mixed >> (2 * bit) & 1));
            Assert.Equal(odd >> bit & 1, (uint)(mixed >> (2 * bit + 1) & 1));
        }
        Assert.Equal(even, BitInterleaving.EvenBits(mixed));
        Assert.Equal(odd, BitInterleaving.OddBits(mixed));
    });

    [Fact]
    public void Places_come_back_to_within_half_a_cell() => Places.Sample(place =>
    {
        double score = GeoScore.BitsOf(place);
        Position back = GeoScore.PositionOf(score);
        Assert.InRange(back.Longitude - place.Longitude, -CellWidth * 0.51, CellWidth * 0.51);
        Assert.InRange(back.Latitude - place.Latitude, -CellHeight * 0.51, CellHeight * 0.51);
        Assert.True(back.IsOnMap);
    });

    [Fact]
    public void The_middle_of_a_cell_is_in_that_cell() => Places.Sample(place =>
    {
        ulong bits = GeoScore.BitsOf(place);
        Assert.Equal(bits, GeoScore.BitsOf(GeoScore.PositionOf(bits)));
    });

    [Fact]
    public void A_cell_holds_the_scores_of_its_places() => Gen.Select(Places, Gen.Int[1, 26]).Sample((place, steps) =>
    {
        Cell cell = Cell.Around(place, steps);
        double score = GeoScore.BitsOf(place);
        Assert.InRange(score, cell.FirstScore, cell.EndScore - 1);
        Assert.Equal(cell, Cell.Of(cell.Bits, steps));
        CellBounds bounds = cell.Bounds;
        Assert.InRange(place.Longitude, bounds.West - 1e-9, bounds.East + 1e-9);
        Assert.InRange(place.Latitude, bounds.South - 1e-9, bounds.North + 1e-9);
    });

    [Fact]
    public void Neighbours_lie_side_by_side_and_lead_back() =>
        Gen.Select(Places, Gen.Int[2, 26], Gen.Int[-1, 1], Gen.Int[-1, 1]).Sample((place, steps, dx, dy) =>
        {
            Cell cell = Cell.Around(place, steps);
            Cell neighbour = cell.Neighbour(dx, dy);
            Assert.Equal(cell, neighbour.Neighbour(-dx, -dy));
            if (dx == 1 && neighbour.Column != 0)
                Assert.Equal(cell.Bounds.East, neighbour.Bounds.West);
            if (dy == 1 && neighbour.Row != 0)
                Assert.Equal(cell.Bounds.North, neighbour.Bounds.South);
        });

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(-1.5, -1)]
    [InlineData(1e300, long.MinValue)]
    [InlineData(double.NegativeInfinity, long.MinValue)]
    public void Any_score_is_a_place(double score, long integer)
    {
        Assert.Equal(integer, GeoScore.Integer(score));
        Assert.True(GeoScore.PositionOf(score).IsOnMap);
    }

    [Theory]
    [InlineData(13.361389, 38.115556, "sqc8b49rny0")]
    [InlineData(15.087269, 37.502669, "sqdtr74hyu0")]
    [InlineData(0, 0, "s0000000000")]
    public void Geohashes_are_the_usual_ones(double longitude, double latitude, string expected)
    {
        Span<byte> text = stackalloc byte[GeohashText.Length];
        GeohashText.Write(new Position(longitude, latitude), text);
        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(text));
    }
}
