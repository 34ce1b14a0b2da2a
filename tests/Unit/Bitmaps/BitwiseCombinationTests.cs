using CacheStorm.Host.Storage;
using CacheStorm.Plugins.Bitmaps;
using CacheStorm.UnitTests.Storage;
using CsCheck;

namespace CacheStorm.UnitTests.Bitmaps;

/// <summary>BITOP's operations on strings of unequal lengths against counting how often each bit is set.</summary>
public class BitwiseCombinationTests
{
    private static readonly Gen<byte[][]> Sources =
        Gen.OneOf(Gen.Int[0, 100], Gen.Int[32_700, 32_900]).SelectMany(length => Gen.Byte.Array[length]).Array[1, 5];

    [Fact]
    public void Every_bit_follows_from_the_sources() =>
        Gen.Select(Sources, Gen.Int[0, 7]).Sample((sources, number) =>
        {
            var operation = (BitwiseOperation)number;
            if (operation == BitwiseOperation.Not)
                sources = sources[..1];
            int length = sources.Max(source => source.Length);
            if (length == 0 || (sources.Length < 2 && operation is BitwiseOperation.Diff or BitwiseOperation.Diff1 or BitwiseOperation.AndOr))
                return;
            byte[] expected = new byte[length];
            for (int i = 0; i < length; i++)
                expected[i] = Naive(operation, [.. sources.Select(source => i < source.Length ? source[i] : (byte)0)]);

            byte[] result = new byte[length];
            result.AsSpan().Fill(0xA5);
            Combine(sources, operation, result);
            Assert.Equal(expected, result);
        }, iter: 300);

    private static void Combine(byte[][] sources, BitwiseOperation operation, byte[] result)
    {
        var store = new StoreFixture();
        var arguments = new ArgumentListBuilder().Add("BITOP"u8).Add("OP"u8).Add("d"u8);
        for (int i = 0; i < sources.Length; i++)
            arguments.Add(StoreFixture.Key(i));
        var context = new CommandContext(null!) { Request = arguments.Arguments };
        var scope = new StoreScope(context);
        scope.Begin(store.Clock.Now, ShardMask.All);
        context.Keyspace = store.Open(scope: scope);
        var filling = store.Open();
        for (int i = 0; i < sources.Length; i++)
            filling.SetString(StoreFixture.Key(i), sources[i]);

        new BitwiseCombination(context, operation, 3).Fill(result);
    }

    private static byte Naive(BitwiseOperation operation, byte[] sources)
    {
        int result = 0;
        for (int bit = 0; bit < 8; bit++)
        {
            bool first = (sources[0] >> bit & 1) != 0;
            int count = sources.Count(source => (source >> bit & 1) != 0);
            bool inOthers = count > (first ? 1 : 0);
            bool set = operation switch
            {
                BitwiseOperation.And => count == sources.Length,
                BitwiseOperation.Or => count > 0,
                BitwiseOperation.Xor => count % 2 == 1,
                BitwiseOperation.Not => !first,
                BitwiseOperation.Diff => first && !inOthers,
                BitwiseOperation.Diff1 => !first && inOthers,
                BitwiseOperation.AndOr => first && inOthers,
                _ => count == 1,
            };
            result |= (set ? 1 : 0) << bit;
        }
        return (byte)result;
    }
}
