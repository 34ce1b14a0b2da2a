namespace CacheStorm.Plugins.Keys;

/// <summary>What stands behind the payload of RESTORE.</summary>
internal readonly ref struct RestoreOptions
{
    private RestoreOptions(bool replace, bool isAbsolute, long idleSeconds, int frequency)
    {
        Replace = replace;
        IsAbsolute = isAbsolute;
        IdleSeconds = idleSeconds;
        Frequency = frequency;
    }

    /// <summary>Whether the value takes the place of what is there.</summary>
    public bool Replace { get; }
    /// <summary>Whether the expiry is a point in time.</summary>
    public bool IsAbsolute { get; }
    /// <summary>Seconds since the last use; -1: not given.</summary>
    public long IdleSeconds { get; }
    /// <summary>The use counter; -1: not given.</summary>
    public int Frequency { get; }

    /// <summary>Reads them. When they make no sense, the error is the reply.</summary>
    public static bool TryParse(CommandContext context, out RestoreOptions options)
    {
        CommandArguments args = context.Args;
        bool replace = false, isAbsolute = false;
        long idle = -1, frequency = -1;
        options = default;
        for (int i = 4; i < args.Count; i++)
        {
            bool hasValue = i + 1 < args.Count;
            if (args.Is(i, "REPLACE"u8))
            {
                replace = true;
            }
            else if (args.Is(i, "ABSTTL"u8))
            {
                isAbsolute = true;
            }
            else if (hasValue && frequency == -1 && args.Is(i, "IDLETIME"u8))
            {
                if (!args.TryInt64(++i, out idle))
                    return false;
                if (idle < 0)
                    return Refuse(context, KeyErrors.InvalidIdleTime);
            }
            else if (hasValue && idle == -1 && args.Is(i, "FREQ"u8))
            {
                if (!args.TryInt64(++i, out frequency))
                    return false;
                if (frequency is < 0 or > 255)
                    return Refuse(context, KeyErrors.InvalidFrequency);
            }
            else
            {
                return Refuse(context, Errors.Syntax);
            }
        }
        options = new RestoreOptions(replace, isAbsolute, idle, (int)frequency);
        return true;
    }

    private static bool Refuse(CommandContext context, ReadOnlySpan<byte> error)
    {
        context.Reply.Error(error);
        return false;
    }
}
