using System.Security.Cryptography;

namespace CacheStorm.Plugins.Server;

/// <summary>
/// The names of the data set's history, as INFO replication shows them: the present one, and the one before it. One object, replaced in
/// one piece; read by any thread.
/// </summary>
internal sealed class ReplicationIdentity
{
    private const string None = "0000000000000000000000000000000000000000";

    private volatile string _id = NewId();

    public string Id => _id;

    public string Previous => None;

    /// <summary>Begins another history, as DEBUG CHANGE-REPL-ID does: the one before it is forgotten.</summary>
    public void Change() => _id = NewId();

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
}
