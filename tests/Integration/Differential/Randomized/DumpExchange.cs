using System.Text;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Differential.Randomized;

/// <summary>
/// Each server restores, as the key <c>cross</c>, what the other one dumped: both must have the same value, before and after. (A small
/// sorted set is packed on the way, where a score of -0 becomes 0.)
/// </summary>
internal static class DumpExchange
{
    private static readonly byte[] Target = "cross"u8.ToArray();

    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Run(RespConnection oracle, RespConnection ours, byte[] key)
    {
        RespValue theirDump = Dump(oracle, key);
        RespValue ourDump = Dump(ours, key);
        if (theirDump.IsNull || ourDump.IsNull)
            return theirDump.IsNull && ourDump.IsNull ? null : $"DUMP expected: {theirDump}\n      actual:   {ourDump}";
        if (Restore(ours, theirDump) is { IsError: true } refused)
            return $"our server does not restore the dump of redis-server: {refused}\n      {theirDump}";
        if (Restore(oracle, ourDump) is { IsError: true } disliked)
            return $"redis-server does not restore our dump: {disliked}\n      {ourDump}";
        string[] digests = [.. Digests(oracle, key), .. Digests(ours, key)];
        return digests[0] == digests[2] && digests[1] == digests[3] ? null
            : $"the values differ: redis-server has {digests[0]} and makes {digests[1]} of our dump; ours has {digests[2]} and makes {digests[3]} of the other's";
    }

    private static RespValue Dump(RespConnection connection, byte[] key) => RespValue.Parse(connection.Call(["DUMP"u8.ToArray(), key]));

    private static RespValue Restore(RespConnection connection, RespValue dump) => RespValue.Parse(connection.Call(
        ["RESTORE"u8.ToArray(), Target, "0"u8.ToArray(), Encoding.Latin1.GetBytes(dump.Text!), "REPLACE"u8.ToArray()]));

    private static string[] Digests(RespConnection connection, byte[] key)
    {
        // The digest of a value holds whether it expires; the restored one doesn't.
        connection.Call(["COPY"u8.ToArray(), key, "crossed"u8.ToArray(), "REPLACE"u8.ToArray()]);
        connection.Call("PERSIST", "crossed");
        RespValue reply = RespValue.Parse(connection.Call("DEBUG", "DIGEST-VALUE", "crossed", "cross"));
        connection.Call("DEL", "crossed");
        return [.. reply.Items.Select(item => item.Text ?? "")];
    }
}
