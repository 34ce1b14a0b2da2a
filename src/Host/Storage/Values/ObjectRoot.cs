using System.Runtime.InteropServices;

namespace CacheStorm.Host.Storage.Values;

/// <summary>The bytes of a record whose value is a managed object: where it is, and what it last said to cost.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ObjectRoot
{
    public const int Bytes = 12;

    public int Index;
    public long Size;
}
