namespace CacheStorm;

/// <summary>Where one argument lies: its distance from a base within a buffer, and its length in bytes.</summary>
internal readonly struct ArgumentRange(int offset, int length)
{
    public readonly int Offset = offset;
    public readonly int Length = length;
}
