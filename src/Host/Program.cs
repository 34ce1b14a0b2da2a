using CacheStorm.Host.Configuration;
using CacheStorm.Host.Server;

LoadResult loaded = SettingsLoader.Load(args);
if ((loaded.HelpText ?? loaded.VersionText) is { } text)
{
    Console.WriteLine(text);
    return 0;
}
if (loaded.Errors.Count > 0)
{
    foreach (ConfigProblem problem in loaded.Errors)
        Console.Error.WriteLine(problem);
    return 1;
}
return await new ServerHost(loaded).RunAsync();
