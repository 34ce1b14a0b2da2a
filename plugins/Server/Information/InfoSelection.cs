using System.Text;

namespace CacheStorm.Plugins.Server;

/// <summary>Which sections a call of INFO asks for: names, in any case, and the words <c>default</c>, <c>all</c> and <c>everything</c>.</summary>
internal sealed class InfoSelection
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private bool _default;
    private bool _all;
    private bool _everything;

    /// <summary>Reads INFO's arguments; none stand for <c>default</c>.</summary>
    public static InfoSelection Of(IEnumerable<string> arguments)
    {
        var selection = new InfoSelection();
        bool isEmpty = true;
        foreach (string argument in arguments)
        {
            isEmpty = false;
            selection.Add(argument);
        }
        selection._default |= isEmpty;
        return selection;
    }

    /// <summary>Reads INFO's arguments from a call.</summary>
    public static InfoSelection Of(CommandArguments arguments)
    {
        var names = new string[arguments.Count - 1];
        for (int i = 0; i < names.Length; i++)
            names[i] = Encoding.UTF8.GetString(arguments[i + 1]);
        return Of(names);
    }

    /// <summary>Whether a section is wanted.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="order">Where it stands.</param>
    /// <param name="isDefault">Whether it is shown without being asked for.</param>
    public bool Includes(string name, int order, bool isDefault) =>
        _everything
        || (_all && (isDefault || order <= InfoOrder.Last))
        || (_default && isDefault)
        || _names.Contains(name);

    private void Add(string argument)
    {
        switch (argument.ToLowerInvariant())
        {
            case "default":
                _default = true;
                break;
            case "all":
                _all = true;
                break;
            case "everything":
                _everything = true;
                break;
            default:
                _names.Add(argument);
                break;
        }
    }
}
