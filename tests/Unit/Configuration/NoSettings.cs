using System.Diagnostics.CodeAnalysis;

namespace CacheStorm.UnitTests.Configuration;

/// <summary>A server without any setting.</summary>
internal sealed class NoSettings : IConfigRegistry
{
    public IReadOnlyList<ConfigParameter> Parameters => [];

    public string? File => null;

    public bool TryGet(string name, [NotNullWhen(true)] out ConfigParameter? parameter)
    {
        parameter = null;
        return false;
    }

    public IReadOnlyList<KeyValuePair<string, string>> Get(IReadOnlyList<string> patterns) => [];

    public string? Set(IReadOnlyList<KeyValuePair<string, string>> changes, bool localClient) => null;

    public string? Rewrite() => null;

    public IDisposable OnApply(string name, Func<string?> apply) => throw new NotSupportedException();
}
