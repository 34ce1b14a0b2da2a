using System.Globalization;
using System.Text;
using CacheStorm.Plugins.Geo.Data;
using CsCheck;

namespace CacheStorm.UnitTests.Geo;

/// <summary>Distances, and numbers as text.</summary>
public sealed class DistanceTests
{
    private const double HalfCircumference = Math.PI * Haversine.EarthRadius;

    [Fact]
    public void Distances_are_symmetric_and_no_longer_than_half_around_the_earth() =>
        Gen.Select(GeoScoreTests.Places, GeoScoreTests.Places).Sample((a, b) =>
        {
            double metres = Haversine.Metres(a, b);
            Assert.InRange(metres, 0, HalfCircumference * 1.000000001);
            Assert.Equal(metres, Haversine.Metres(b, a), 1e-6);
            Assert.Equal(0, Haversine.Metres(a, a));
        });

    [Fact]
    public void Distances_agree_with_the_angle_between_vectors() => Gen.Select(GeoScoreTests.Places, GeoScoreTests.Places).Sample((a, b) =>
    {
        (double x1, double y1, double z1) = Vector(a);
        (double x2, double y2, double z2) = Vector(b);
        double cross = Math.Sqrt(Math.Pow(y1 * z2 - z1 * y2, 2) + Math.Pow(z1 * x2 - x1 * z2, 2) + Math.Pow(x1 * y2 - y1 * x2, 2));
        double angle = Math.Atan2(cross, x1 * x2 + y1 * y2 + z1 * z2);
        // Near the other side of the earth the haversine loses half of its digits.
        Assert.Equal(angle * Haversine.EarthRadius, Haversine.Metres(a, b), angle > 3 ? 1 : 1e-3);
    });

    [Fact]
    public void The_way_round_a_pole_of_the_map_is_counted_along_the_meridian() =>
        Assert.Equal(HalfCircumference, Haversine.Metres(new Position(0, 50), new Position(180, -50)), 0.2);

    [Fact]
    public void Opposite_places_have_a_distance() => GeoScoreTests.Places.Sample(place =>
    {
        double longitude = place.Longitude > 0 ? place.Longitude - 180 : place.Longitude + 180;
        Assert.Equal(HalfCircumference, Haversine.Metres(place, new Position(longitude, -place.Latitude)), 1.0);
    });

    [Theory]
    [InlineData(0, "0.0000")]
    [InlineData(0.00004, "0.0000")]
    [InlineData(0.03125, "0.0312")]
    [InlineData(0.09375, "0.0938")]
    [InlineData(9529355.62455, "9529355.6246")]
    [InlineData(5858353.78065, "5858353.7806")]
    [InlineData(166274.15156960033, "166274.1516")]
    public void Distances_have_four_decimals(double distance, string expected)
    {
        Span<byte> text = stackalloc byte[DistanceText.MaxLength];
        Assert.Equal(expected, Encoding.ASCII.GetString(text[..DistanceText.Format(text, distance)]));
    }

    [Theory]
    [InlineData(0.5, 6, "0.500000")]
    [InlineData(0.0000005, 6, "0.000000")]
    [InlineData(0.0078125, 6, "0.007812")]
    [InlineData(-0.0078125, 6, "-0.007812")]
    [InlineData(0.0234375, 6, "0.023438")]
    [InlineData(double.NegativeInfinity, 6, "-inf")]
    [InlineData(13.36138933897018433, 17, "13.36138933897018433")]
    public void Decimals_are_rounded_as_C_does(double value, int decimals, string expected)
    {
        Span<byte> text = stackalloc byte[DecimalText.MaxLength];
        Assert.Equal(expected, Encoding.ASCII.GetString(text[..DecimalText.Format(text, value, decimals)]));
    }

    [Theory]
    [InlineData("180.00000000000000000", "180")]
    [InlineData("0.50000", "0.5")]
    [InlineData("100", "100")]
    [InlineData("-85.05112878000000", "-85.05112878")]
    public void Trimming_leaves_the_number(string text, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(DecimalText.Trim(Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void The_longest_number_fits()
    {
        Span<byte> text = stackalloc byte[DecimalText.MaxLength];
        int length = DecimalText.Format(text, -double.MaxValue, 6);
        Assert.Equal(-double.MaxValue, double.Parse(text[..length], CultureInfo.InvariantCulture));
    }

    private static (double X, double Y, double Z) Vector(Position place)
    {
        double longitude = Haversine.Radians(place.Longitude);
        double latitude = Haversine.Radians(place.Latitude);
        return (Math.Cos(latitude) * Math.Cos(longitude), Math.Cos(latitude) * Math.Sin(longitude), Math.Sin(latitude));
    }
}
