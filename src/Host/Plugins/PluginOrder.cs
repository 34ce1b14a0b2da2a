namespace CacheStorm.Host.Plugins;

/// <summary>
/// Puts plugins behind those that they need, else as they stand. Refuses those whose needs are missing or go in a circle.
/// </summary>
internal static class PluginOrder
{
    /// <summary>Orders them; refused and disabled ones stay in their places and get no followers.</summary>
    public static List<PluginCandidate> Sort(List<PluginCandidate> candidates)
    {
        var byId = candidates.ToDictionary(c => c.Id, StringComparer.Ordinal);
        var ordered = new List<PluginCandidate>(candidates.Count);
        var state = new Dictionary<PluginCandidate, Visit>();
        var path = new List<PluginCandidate>();
        foreach (PluginCandidate candidate in candidates)
            Add(candidate, byId, state, path, ordered);
        return ordered;
    }

    /// <summary>Why a plugin can't start given what became of those it needs; null: it can.</summary>
    /// <param name="candidate">The plugin.</param>
    /// <param name="stateOf">What became of another one; null: there is none.</param>
    public static string? MissingNeed(PluginCandidate candidate, Func<string, PluginState?> stateOf)
    {
        foreach (string need in candidate.Requires)
        {
            switch (stateOf(need))
            {
                case PluginState.Running:
                    break;
                case PluginState.Disabled:
                    return $"it needs plugin {need}, which is disabled; set \"enabled\": true for it in plugins.json";
                case PluginState.Failed or PluginState.Stopped:
                    return $"it needs plugin {need}, which did not start; see its own line";
                default:
                    return $"it needs plugin {need}, which is not there; add it or remove this one";
            }
        }

        return null;
    }

    private static void Add(PluginCandidate candidate, Dictionary<string, PluginCandidate> byId,
        Dictionary<PluginCandidate, Visit> state, List<PluginCandidate> path, List<PluginCandidate> ordered)
    {
        if (state.TryGetValue(candidate, out Visit visit))
        {
            if (visit == Visit.Under)
                RefuseCircle(path, path.IndexOf(candidate));
            return;
        }

        state[candidate] = Visit.Under;
        path.Add(candidate);
        if (!candidate.Disabled && candidate.Refusal is null)
        {
            foreach (string need in candidate.Requires)
            {
                if (byId.TryGetValue(need, out PluginCandidate? needed))
                    Add(needed, byId, state, path, ordered);
            }
        }

        path.RemoveAt(path.Count - 1);
        state[candidate] = Visit.Done;
        ordered.Add(candidate);
    }

    private static void RefuseCircle(List<PluginCandidate> path, int start)
    {
        string circle = string.Join(" → ", path.Skip(start).Append(path[start]).Select(c => c.Id));
        foreach (PluginCandidate candidate in path.Skip(start))
            candidate.Refusal ??= $"plugins need each other in a circle: {circle}; one of them must do without";
    }

    private enum Visit
    {
        Under,
        Done,
    }
}
