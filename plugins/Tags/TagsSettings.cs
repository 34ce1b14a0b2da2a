namespace CacheStorm.Plugins.Tags;

/// <summary>How much TAG CHANGES remembers. Written by CONFIG SET, read by all threads; the value is written in one piece.</summary>
[PluginSettings]
public sealed class TagsSettings
{
    /// <summary>How many invalidations a namespace's log keeps.</summary>
    [ConfigSetting("tag-changes-max-len", Yaml = "changes_max_len", Min = 0, Max = 1_000_000, Mutable = true,
        Summary = "How many invalidations TAG CHANGES remembers in each namespace, within a megabyte; 0: none.")]
    public int ChangesMaxLength { get; internal set; } = 10_000;
}
