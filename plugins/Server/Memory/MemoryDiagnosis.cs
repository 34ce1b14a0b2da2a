using System.Globalization;
using System.Text;

namespace CacheStorm.Plugins.Server;

/// <summary>MEMORY DOCTOR: looks for what usually goes wrong, and says what may help.</summary>
internal static class MemoryDiagnosis
{
    private const long TooSmallToJudge = 5L << 20;
    private const long MuchSlack = 10L << 20;
    private const long MuchProcess = 256L << 20;
    private const long MuchAClient = 200L << 10;
    private const double HighPeak = 1.5;
    private const double HighRatio = 1.4;

    public static string Of(MemoryFigures figures, int clients)
    {
        MemoryStatistics memory = figures.Memory;
        if (memory.Used - memory.Startup < TooSmallToJudge)
            return "There is too little data in memory for a diagnosis. Ask again when the server is at work.\n";

        var findings = new List<string>();
        if (memory.Peak > memory.Used * HighPeak)
            findings.Add($"Peak: the most that was ever used, {HumanSize.Of(memory.Peak)}, is more than 150% of what is used now. Memory of that time may still be mapped; MEMORY PURGE gives back what it can.");
        if (figures.ArenaRatio > HighRatio && figures.ArenaSlack > MuchSlack)
            findings.Add($"Arenas: {HumanSize.Of(figures.ArenaSlack)} of the pages mapped for keys and values are not in use. They fill again before new ones are taken.");
        if (figures.Fragmentation > HighRatio && figures.FragmentationBytes > MuchProcess)
            findings.Add(string.Create(CultureInfo.InvariantCulture, $"Process: it occupies {figures.Fragmentation:F2} times what keys, values and buffers account for. The managed heap has {HumanSize.Of(memory.ManagedHeap)}; MEMORY PURGE compacts it."));
        if (clients > 0 && memory.Clients / clients > MuchAClient)
            findings.Add($"Clients: they hold {HumanSize.Of(memory.Clients / clients)} of buffers each. Somebody reads slowly or sends large requests; look at tot-mem in CLIENT LIST.");
        if (memory.Limit > 0 && memory.Used > memory.Limit)
            findings.Add($"Limit: {HumanSize.Of(memory.Used)} are used where maxmemory allows {HumanSize.Of(memory.Limit)}. The policy is {memory.Policy}.");
        if (findings.Count == 0)
            return "No problem with memory was found.\n";

        var text = new StringBuilder("What was found:\n\n");
        foreach (string finding in findings)
            text.Append(" * ").Append(finding).Append("\n\n");
        return text.ToString();
    }
}
