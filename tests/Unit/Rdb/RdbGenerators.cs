using System.Text;
using CsCheck;

namespace CacheStorm.UnitTests.Rdb;

/// <summary>Strings that have something to compress, and strings that are numbers.</summary>
internal static class RdbGenerators
{
    private static readonly Gen<byte[]> s_word = Gen.Byte[97, 122].Array[1, 40];

    public static readonly Gen<byte[]> Repetitive = Gen.Select(s_word.Array[1, 8], Gen.Int[0, 7].Array[0, 400])
        .Select((words, order) => order.SelectMany(i => words[i % words.Length]).ToArray());

    public static readonly Gen<byte[]> Integers = Gen.Long.Select(Gen.Int[0, 63], (value, shift) =>
        Encoding.ASCII.GetBytes((value >> shift).ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
