using CacheStorm.Host.Configuration;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Compact;

namespace CacheStorm.Host.Server;

/// <summary>The log: lines for people or JSON, to standard output or a file. The level may be changed while the server runs.</summary>
internal sealed class LogSetup : IDisposable
{
    private const string Lines = "{Timestamp:dd MMM yyyy HH:mm:ss.fff} {Level:u3} [{SourceContext}] {Message:lj}{NewLine}{Exception}";

    private readonly LoggingLevelSwitch _level;
    private readonly Logger _logger;

    public LogSetup(LoggingSettings settings)
    {
        _level = new LoggingLevelSwitch(LevelOf(settings.Level));
        LoggerConfiguration configuration = new LoggerConfiguration().MinimumLevel.ControlledBy(_level);
        bool isJson = settings.Format == LogFormat.Json;
        if (settings.File.Length > 0)
        {
            configuration = isJson
                ? configuration.WriteTo.File(new CompactJsonFormatter(), settings.File)
                : configuration.WriteTo.File(settings.File, outputTemplate: Lines, formatProvider: System.Globalization.CultureInfo.InvariantCulture);
        }
        else
        {
            configuration = isJson
                ? configuration.WriteTo.Console(new CompactJsonFormatter())
                : configuration.WriteTo.Console(outputTemplate: Lines, formatProvider: System.Globalization.CultureInfo.InvariantCulture,
                    theme: Serilog.Sinks.SystemConsole.Themes.ConsoleTheme.None);
        }
        _logger = configuration.CreateLogger();
        Loggers = new SerilogLoggerFactory(_logger);
    }

    public ILoggerFactory Loggers { get; }

    /// <summary>Why the log can't be written, in a line; null: it can.</summary>
    public static string? FindProblem(LoggingSettings settings)
    {
        if (settings.File.Length == 0)
            return null;
        try
        {
            File.Open(settings.File, FileMode.Append).Dispose();
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"logging.file: can't open the log file \"{settings.File}\": {failure.Message}";
        }
    }

    public void SetLevel(ServerLogLevel level) => _level.MinimumLevel = LevelOf(level);

    public void Dispose()
    {
        Loggers.Dispose();
        _logger.Dispose();
    }

    private static LogEventLevel LevelOf(ServerLogLevel level) => level switch
    {
        ServerLogLevel.Debug => LogEventLevel.Verbose,
        ServerLogLevel.Verbose => LogEventLevel.Debug,
        ServerLogLevel.Notice => LogEventLevel.Information,
        _ => LogEventLevel.Warning,
    };
}
