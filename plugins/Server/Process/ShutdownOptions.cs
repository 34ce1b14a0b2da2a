namespace CacheStorm.Plugins.Server;

/// <summary>SHUTDOWN's words, in any order and as often as one likes; NOSAVE and SAVE exclude each other, ABORT all the others.</summary>
internal readonly ref struct ShutdownOptions
{
    private ShutdownOptions(bool save, bool now, bool force, bool abort)
    {
        Save = save;
        Now = now;
        Force = force;
        Abort = abort;
    }

    public bool Save { get; }
    public bool Now { get; }
    public bool Force { get; }
    public bool Abort { get; }

    /// <summary>Reads them; false when they don't go together or one is not known.</summary>
    public static bool TryParse(CommandArguments args, out ShutdownOptions options)
    {
        bool save = false, noSave = false, now = false, force = false, abort = false;
        options = default;
        for (int i = 1; i < args.Count; i++)
        {
            if (args.Is(i, "NOSAVE"u8))
                noSave = true;
            else if (args.Is(i, "SAVE"u8))
                save = true;
            else if (args.Is(i, "NOW"u8))
                now = true;
            else if (args.Is(i, "FORCE"u8))
                force = true;
            else if (args.Is(i, "ABORT"u8))
                abort = true;
            else
                return false;
        }
        if ((abort && (save || noSave || now || force)) || (save && noSave))
            return false;
        options = new ShutdownOptions(save, now, force, abort);
        return true;
    }
}
