namespace CacheStorm.Host.Configuration;

/// <summary>Keeps the process in the folder that the setting <c>dir</c> names, as Redis does.</summary>
internal static class WorkingDirectory
{
    public static void Follow(HostSettings settings, ConfigRegistry registry)
    {
        Enter(settings);
        registry.OnApply("dir", () => Enter(settings));
    }

    private static string? Enter(HostSettings settings)
    {
        if (settings.Server.Directory == ".")
            return null;

        try
        {
            Environment.CurrentDirectory = settings.Server.Directory;
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }
}
