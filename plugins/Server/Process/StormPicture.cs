using System.Text;

namespace CacheStorm.Plugins.Server;

/// <summary>
/// A thunderstorm in characters: clouds of smoothed noise, rain that the wind drives, and bolts that walk down and branch at random.
/// </summary>
internal static class StormPicture
{
    private const string Shades = " .:-=+*#%@";

    /// <summary>Draws one; every line ends with a line feed.</summary>
    /// <param name="columns">Characters a line.</param>
    /// <param name="rows">Lines.</param>
    /// <param name="random">Decides on the weather.</param>
    public static string Draw(int columns, int rows, Random random)
    {
        var sky = new char[rows][];
        for (int y = 0; y < rows; y++)
        {
            sky[y] = new char[columns];
            sky[y].AsSpan().Fill(' ');
        }
        int cloudRows = Math.Max(1, rows / 3);
        Clouds(sky, cloudRows, random);
        Rain(sky, cloudRows, random);
        for (int bolt = 1 + columns / 40; bolt > 0; bolt--)
            Bolt(sky, random.Next(columns), cloudRows, branches: 3, random);

        var text = new StringBuilder(rows * (columns + 1));
        foreach (char[] line in sky)
            text.Append(line.AsSpan().TrimEnd(' ')).Append('\n');
        return text.ToString();
    }

    private static void Clouds(char[][] sky, int cloudRows, Random random)
    {
        double phase = random.NextDouble() * Math.Tau;
        double stretch = 0.08 + 0.1 * random.NextDouble();
        for (int y = 0; y < cloudRows; y++)
        {
            for (int x = 0; x < sky[y].Length; x++)
            {
                double wave = Math.Sin(x * stretch + phase) + Math.Sin(x * stretch * 2.3 - phase + y * 0.7);
                double density = (wave + 2) / 4 + 0.25 * random.NextDouble() - (double)y / (2 * cloudRows);
                sky[y][x] = Shades[Math.Clamp((int)(density * Shades.Length), 0, Shades.Length - 1)];
            }
        }
    }

    private static void Rain(char[][] sky, int from, Random random)
    {
        int wind = random.Next(-1, 2);
        char drop = wind < 0 ? '/' : wind > 0 ? '\\' : '\'';
        for (int y = from; y < sky.Length; y++)
        {
            for (int x = 0; x < sky[y].Length; x++)
            {
                if (random.Next(12) == 0)
                    sky[y][x] = drop;
            }
        }
    }

    private static void Bolt(char[][] sky, int x, int y, int branches, Random random)
    {
        while (y < sky.Length && x >= 0 && x < sky[y].Length)
        {
            int step = random.Next(-1, 2);
            sky[y][x] = step < 0 ? '/' : step > 0 ? '\\' : '|';
            x += step;
            y++;
            if (branches > 0 && random.Next(5) == 0)
                Bolt(sky, x - step - (step == 0 ? 1 : 0), y, --branches, random);
        }
    }
}
