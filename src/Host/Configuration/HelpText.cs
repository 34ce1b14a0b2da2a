using System.Reflection;
using System.Text;

namespace CacheStorm.Host.Configuration;

/// <summary>What <c>--help</c> and <c>--version</c> print.</summary>
internal static class HelpText
{
    public static string Version { get; } =
        $"CacheStorm server v={typeof(HelpText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";

    public static string Write(IReadOnlyList<ConfigParameter> parameters)
    {
        var text = new StringBuilder("""
            Usage: cachestorm [<file>] [--<setting> <value> ...]
                   cachestorm -                 reads a redis.conf from standard input
                   cachestorm -h | --help       this text
                   cachestorm -v | --version    the version

            <file>           config.yaml, or a redis.conf; also as --config <file>
            --<setting>      by its Redis name or its YAML path, with one dash or two;
                             also --<setting>=<value>

            Examples:
              cachestorm
              cachestorm config.yaml --port 7000
              cachestorm /etc/redis/redis.conf --maxmemory 2gb --save ""
              cachestorm -config config.yaml -logging.format json

            The same settings are read from variables such as CACHESTORM_MEMORY_MAX_MEMORY.
            Precedence: file, environment, command line.

            """);
        foreach (var section in parameters.Where(p => p.Inert is null).GroupBy(p => p.YamlPath.Split('.')[0]))
        {
            text.Append('\n').Append(section.Key).Append(":\n");
            foreach (ConfigParameter p in section)
                text.Append($"  --{p.Name,-34} {(p.DefaultText.Length == 0 ? "\"\"" : p.DefaultText)}\n");
        }

        return text.ToString();
    }
}
