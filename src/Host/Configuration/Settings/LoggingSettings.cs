namespace CacheStorm.Host.Configuration;

/// <summary>The log.</summary>
public sealed class LoggingSettings
{
    [ConfigSetting("loglevel", Yaml = "level", Mutable = true,
        YamlSynonyms = ["trace=debug", "info=notice", "information=notice", "warn=warning", "error=warning"],
        Summary = "How much is logged; info is another word for notice.")]
    public ServerLogLevel Level { get; private set; } = ServerLogLevel.Notice;

    [ConfigSetting("log-format", Yaml = "format", Summary = "Lines for people, or a JSON object for each line.")]
    public LogFormat Format { get; private set; }

    [ConfigSetting("logfile", Yaml = "file", Summary = "Path of the log file; empty for standard output.")]
    public string File { get; private set; } = "";
}
