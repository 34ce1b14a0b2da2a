using System.Diagnostics;

namespace CacheStorm.Host.Server;

/// <summary>Rates over the last moments: the mean of the last 16 samples, as Redis does. Sampled by one thread, read by any.</summary>
internal sealed class RateSampler
{
    private const int Samples = 16;

    private readonly double[,] _samples = new double[3, Samples];
    private readonly long[] _last = new long[3];
    private long _lastTimestamp = Stopwatch.GetTimestamp();
    private int _next;

    public double Operations => Mean(0);

    public double Input => Mean(1);

    public double Output => Mean(2);

    public void Sample(long operations, long input, long output)
    {
        long now = Stopwatch.GetTimestamp();
        double seconds = Math.Max(1e-6, (double)(now - _lastTimestamp) / Stopwatch.Frequency);
        Put(0, operations, seconds);
        Put(1, input, seconds);
        Put(2, output, seconds);
        _lastTimestamp = now;
        _next = (_next + 1) % Samples;
    }

    private void Put(int kind, long total, double seconds)
    {
        _samples[kind, _next] = (total - _last[kind]) / seconds;
        _last[kind] = total;
    }

    private double Mean(int kind)
    {
        double sum = 0;
        for (int i = 0; i < Samples; i++)
            sum += _samples[kind, i];
        return sum / Samples;
    }
}
