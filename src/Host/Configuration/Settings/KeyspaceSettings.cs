namespace CacheStorm.Host.Configuration;

/// <summary>Background work on keys, and what is told about it.</summary>
public sealed class KeyspaceSettings
{
    [ConfigSetting("active-expire-effort", Min = 1, Max = 10, Mutable = true,
        Inert = "here: a timing wheel knows what is due, nothing has to be searched for",
        Summary = "How much time goes into collecting expired keys.")]
    public int ActiveExpireEffort { get; private set; } = 1;

    [ConfigSetting("activerehashing", Yaml = "active_rehashing", Mutable = true, Inert = "here: tables always grow in bounded steps",
        Summary = "Grows tables in the background.")]
    public bool ActiveRehashing { get; private set; } = true;

    [ConfigSetting("sanitize-dump-payload", Mutable = true, Inert = "here: payloads are always checked in full",
        Words = ["no", "yes", "clients"], Summary = "Checks what RESTORE is given in full.")]
    public string SanitizeDumpPayload { get; private set; } = "no";
}
