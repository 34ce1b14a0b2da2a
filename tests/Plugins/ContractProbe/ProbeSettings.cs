namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>Settings under <c>plugins.contract-probe</c>. Written by the server, read by the probe's commands.</summary>
[PluginSettings]
public sealed class ProbeSettings : IAppliesSettings
{
    [ConfigSetting("greeting", Mutable = true, Summary = "A word.")]
    public string Greeting { get; private set; } = "hello";

    [ConfigSetting("level", Min = 1, Max = 10, Mutable = true, Summary = "A number.")]
    public int Level { get; private set; } = 3;

    [ConfigSetting("password", Mutable = true, Sensitive = true, Summary = "What AUTH wants; empty: nothing.")]
    public string Password { get; private set; } = "";

    [ConfigSetting("forbidden-command", Mutable = true, Summary = "A command that nobody may run; empty: none.")]
    public string ForbiddenCommand { get; private set; } = "";

    /// <summary>How often the settings were applied.</summary>
    public int Applied { get; private set; }

    public string? Apply()
    {
        if (Greeting == "forbidden")
            return "that word is forbidden";
        Applied++;
        return null;
    }
}
