using CacheStorm.Host.Dispatch;
using CacheStorm.Host.Plugins;

namespace CacheStorm.Host.Server;

/// <summary>Changes of plugins as plugins may ask for them. The waiting and the answer are the host's, so that even the plugin that asked can be exchanged.</summary>
internal sealed class PluginControl(Func<PluginLoader> plugins, Engine engine) : IPluginControl
{
    public Task<string?> LoadAsync(string path) => plugins().LoadAsync(path);

    public Task<string?> ReloadAsync(string id) => plugins().ReloadAsync(id);

    public Task<string?> UnloadAsync(string id) => plugins().UnloadAsync(id);

    public void Answer(CommandContext context, Task<string?> change)
    {
        ClientSession client = context.Client;
        engine.ParkForHost(context, static late => late.Reply.Error("UNBLOCKED the change goes on, see PLUGIN LIST"u8));
        _ = change.ContinueWith(
            done => client.Unpark(reply => Write(reply, done.IsCompletedSuccessfully ? done.Result : done.Exception?.Message ?? "it was given up")),
            CancellationToken.None, TaskContinuationOptions.RunContinuationsAsynchronously, TaskScheduler.Default);
    }

    private static void Write(CommandContext context, string? problem)
    {
        if (problem is null)
            context.Reply.SimpleString("OK"u8);
        else
            context.Reply.Error(System.Text.Encoding.UTF8.GetBytes("ERR " + problem));
    }
}
