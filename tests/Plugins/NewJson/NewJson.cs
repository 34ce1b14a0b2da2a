using System.Text;
using Newtonsoft.Json;

[assembly: CacheStorm.CacheStormPlugin("test.newjson", "1.0.0")]

namespace CacheStorm.TestPlugins.NewJson;

/// <summary>Answers with the version of the package that it got.</summary>
public sealed class JsonCommands
{
    [Command("TEST.NEWJSON", Arity = 1, Flags = CommandFlags.Fast, Summary = "The version of the JSON package in use.")]
    public void Version(CommandContext context) => context.Reply.Bulk(
        Encoding.UTF8.GetBytes(JsonConvert.SerializeObject(typeof(JsonConvert).Assembly.GetName().Version!.Major)));
}
