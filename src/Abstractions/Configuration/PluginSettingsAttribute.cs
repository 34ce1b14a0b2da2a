namespace CacheStorm;

/// <summary>
/// Marks the class that holds a plugin's settings. The host makes one, fills its
/// <see cref="ConfigSettingAttribute">settings</see> from <c>plugins.&lt;id&gt;</c> of the YAML file, the environment
/// and the command line, and offers it to the plugin's services as a singleton.
/// </summary>
/// <remarks>
/// Each setting is also reachable as <c>&lt;id&gt;.&lt;name&gt;</c> in CONFIG GET and SET. A key in the section that the
/// class doesn't declare is an error. A setting that bears the name of one of the host's takes it over: it is read,
/// checked and written here from now on, and the host's copy is kept in step.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PluginSettingsAttribute : Attribute;
