namespace CacheStorm.Host.Configuration;

/// <summary>Who may do what.</summary>
public sealed class SecuritySettings
{
    [ConfigSetting("protected-mode", Mutable = true,
        Summary = "Without a password, answers only clients on this machine.")]
    public bool ProtectedMode { get; private set; } = true;

    [ConfigSetting("requirepass", Yaml = "password", Mutable = true, Sensitive = true,
        Summary = "The default user's password.")]
    public string Password { get; private set; } = "";

    [ConfigSetting("enable-debug-command", Summary = "Who may call DEBUG.")]
    public AccessScope EnableDebugCommand { get; private set; }

    [ConfigSetting("enable-module-command", Summary = "Who may call MODULE.")]
    public AccessScope EnableModuleCommand { get; private set; }

    [ConfigSetting("enable-plugin-load", Summary = "Who may call PLUGIN LOAD, which runs code from the allowed folders (plugins.json).")]
    public AccessScope EnablePluginLoad { get; private set; }

    [ConfigSetting("enable-protected-configs", Summary = "Who may change protected settings at run time.")]
    public AccessScope EnableProtectedConfigs { get; private set; }
}
