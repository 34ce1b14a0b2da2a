using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CacheStorm.Host.Network.Epoll;

/// <summary>
/// The kernel's event record: 32 bits of events and 64 bits of ours, packed on x64 and aligned elsewhere.
/// </summary>
internal static unsafe class EpollEvents
{
    public static readonly int Size = IsPacked ? 12 : 16;

    private static readonly int DataOffset = IsPacked ? 4 : 8;

    private static bool IsPacked => RuntimeInformation.ProcessArchitecture is Architecture.X64;

    public static void Write(byte* record, uint events, ulong data)
    {
        Unsafe.WriteUnaligned(record, events);
        Unsafe.WriteUnaligned(record + DataOffset, data);
    }

    public static uint Events(byte* records, int index) => Unsafe.ReadUnaligned<uint>(records + (index * Size));

    public static ulong Data(byte* records, int index) =>
        Unsafe.ReadUnaligned<ulong>(records + (index * Size) + DataOffset);
}
