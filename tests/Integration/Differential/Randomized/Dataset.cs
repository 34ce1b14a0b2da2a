using System.Text;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Differential.Randomized;

/// <summary>Compares all that two servers hold: every key read in a form that has no order, and the digest of the whole.</summary>
internal static class Dataset
{
    private const int Databases = 2;

    /// <returns>The first key that differs, and how; null when all are equal.</returns>
    public static string? Compare(RespConnection oracle, RespConnection ours)
    {
        string? difference = null;
        for (int database = 0; database < Databases && difference is null; database++)
        {
            oracle.Call("SELECT", $"{database}");
            ours.Call("SELECT", $"{database}");
            difference = CompareSelected(oracle, ours, database);
        }
        oracle.Call("SELECT", "0");
        ours.Call("SELECT", "0");
        return difference ?? Differs(oracle, ours, "DEBUG", "DIGEST");
    }

    private static string? CompareSelected(RespConnection oracle, RespConnection ours, int database)
    {
        if (Differs(oracle, ours, "KEYS", "*") is { } keys)
            return $"database {database}: {keys}";
        foreach (RespValue key in oracle.Ask("KEYS", "*").Items)
        {
            string name = key.Text!;
            string? difference = Differs(oracle, ours, "TYPE", name) ?? Differs(oracle, ours, "OBJECT", "ENCODING", name)
                ?? Differs(oracle, ours, ReadOut(oracle.Ask("TYPE", name).Text!, name)) ?? DiffersInTime(oracle, ours, name);
            if (difference is not null)
                return $"database {database}: {difference}";
        }
        return null;
    }

    private static string[] ReadOut(string type, string key) => type switch
    {
        "string" => ["GET", key],
        "list" => ["LRANGE", key, "0", "-1"],
        "set" => ["SMEMBERS", key],
        "hash" => ["HGETALL", key],
        "zset" => ["ZRANGE", key, "0", "-1", "WITHSCORES"],
        _ => ["DEBUG", "DIGEST-VALUE", key],
    };

    private static string? Differs(RespConnection oracle, RespConnection ours, params string[] command)
    {
        byte[] expected = oracle.Call(command);
        byte[] actual = ours.Call(command);
        bool ordered = command[0] is "LRANGE" or "ZRANGE";
        return ReplyComparison.Same(expected, actual, ordered ? Tolerance.Exact : Tolerance.Unordered, "") ? null : Describe(command, expected, actual);
    }

    private static string? DiffersInTime(RespConnection oracle, RespConnection ours, string key)
    {
        byte[] expected = oracle.Call("PEXPIRETIME", key);
        byte[] actual = ours.Call("PEXPIRETIME", key);
        return ReplyLikeness.Same(Likeness.Time, expected, actual, default) ? null : Describe(["PEXPIRETIME", key], expected, actual);
    }

    private static string Describe(string[] command, byte[] expected, byte[] actual) =>
        $"{string.Join(' ', command.Select(argument => RespFormat.Escape(Encoding.Latin1.GetBytes(argument))))}"
        + $"\n      expected: {RespFormat.Escape(expected)}\n      actual:   {RespFormat.Escape(actual)}";
}
