using System.Globalization;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Plugins.Scripting.Running;

/// <summary>What Lua states want of the server. Shared by all of them; thread-safe.</summary>
internal sealed partial class LuaHost(IServerControl server, ILogger<LuaHost> log)
{
    public string RedisVersion => server.RedisVersion;

    /// <summary>The version as one number, a byte for each of its parts.</summary>
    public int RedisVersionNumber
    {
        get
        {
            int number = 0;
            foreach (string part in server.RedisVersion.Split('.'))
                number = number << 8 | int.Parse(part, CultureInfo.InvariantCulture);
            return number;
        }
    }

    /// <summary>What a script says by <c>redis.log</c>.</summary>
    public void Log(int level, string text)
    {
        LogLevel severity = level switch { 0 => LogLevel.Debug, 3 => LogLevel.Warning, _ => LogLevel.Information };
        LogText(log, severity, text);
    }

    public void LogFailure(Exception failure) => LogCallbackFailed(log, failure);

    [LoggerMessage(Message = "{Text}")]
    private static partial void LogText(ILogger logger, LogLevel level, string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "A callback of a script failed")]
    private static partial void LogCallbackFailed(ILogger logger, Exception exception);
}
