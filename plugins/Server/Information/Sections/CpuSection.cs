namespace CacheStorm.Plugins.Server;

/// <summary>INFO cpu: the processor time that the process has used. Every worker runs commands, so the process is what Redis' main thread is.</summary>
internal sealed class CpuSection : IInfoSection
{
    private const int Digits = 6;

    public string Name => "CPU";

    public int Order => InfoOrder.Cpu;

    public void Write(InfoWriter writer)
    {
        Environment.ProcessCpuUsage usage = OperatingSystem.IsBrowser() ? default : Environment.CpuUsage;
        double system = usage.PrivilegedTime.TotalSeconds;
        double user = usage.UserTime.TotalSeconds;
        writer.Field("used_cpu_sys", system, Digits);
        writer.Field("used_cpu_user", user, Digits);
        writer.Field("used_cpu_sys_children", 0.0, Digits);
        writer.Field("used_cpu_user_children", 0.0, Digits);
        writer.Field("used_cpu_sys_main_thread", system, Digits);
        writer.Field("used_cpu_user_main_thread", user, Digits);
    }
}
