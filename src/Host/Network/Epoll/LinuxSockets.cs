using System.Runtime.InteropServices;

namespace CacheStorm.Host.Network.Epoll;

/// <summary>
/// The system calls that the epoll transport makes. All arguments are blittable, so a call is a jump and a switch of
/// the collector's mode. None of them suppresses that switch: each may wait in the kernel for longer than a
/// collection should wait for us.
/// </summary>
internal static unsafe partial class LinuxSockets
{
    public const uint EpollIn = 0x001;
    public const uint EpollOut = 0x004;
    public const uint EpollError = 0x008;
    public const uint EpollHangUp = 0x010;
    public const uint EpollReadHangUp = 0x2000;
    public const uint EpollEdge = 1u << 31;

    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const int EpollModify = 3;

    public const int Interrupted = 4;
    public const int Again = 11;
    public const int TooManyFilesInSystem = 23;
    public const int TooManyFiles = 24;

    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int NoSignal = 0x4000;
    private const int DontWait = 0x40;
    private const int More = 0x8000;

    public static int CreateEpoll() => Check(epoll_create1(CloseOnExec));

    public static int CreateEvent() => Check(eventfd(0, CloseOnExec | NonBlocking));

    /// <summary>The result of the call, or minus the error number.</summary>
    public static nint Receive(int socket, byte* buffer, int length)
    {
        nint received = recv(socket, buffer, (nuint)length, DontWait);
        return received >= 0 ? received : -Marshal.GetLastSystemError();
    }

    /// <inheritdoc cref="Receive"/>
    public static nint Send(int socket, byte* buffer, int length, bool more)
    {
        nint sent = send(socket, buffer, (nuint)length, DontWait | NoSignal | (more ? More : 0));
        return sent >= 0 ? sent : -Marshal.GetLastSystemError();
    }

    /// <inheritdoc cref="Receive"/>
    public static nint Send(int socket, IoVector* vectors, int count, bool more)
    {
        var message = new MessageHeader { Vectors = vectors, VectorCount = (nuint)count };
        nint sent = sendmsg(socket, &message, DontWait | NoSignal | (more ? More : 0));
        return sent >= 0 ? sent : -Marshal.GetLastSystemError();
    }

    /// <summary>Takes the next client; its socket doesn't block. The result, or minus the error number.</summary>
    public static int Accept(int listener, byte* address, ref uint addressLength)
    {
        fixed (uint* length = &addressLength)
        {
            int socket = accept4(listener, address, length, CloseOnExec | NonBlocking);
            return socket >= 0 ? socket : -Marshal.GetLastSystemError();
        }
    }

    public static bool LocalAddress(int socket, byte* address, ref uint addressLength)
    {
        fixed (uint* length = &addressLength)
            return getsockname(socket, address, length) == 0;
    }

    public static void Wake(int eventDescriptor)
    {
        ulong one = 1;
        _ = write(eventDescriptor, (byte*)&one, sizeof(ulong));
    }

    /// <summary>The result of the call, or minus the error number.</summary>
    public static int Wait(int epoll, byte* events, int capacity, int milliseconds)
    {
        int count = epoll_wait(epoll, events, capacity, milliseconds);
        return count >= 0 ? count : -Marshal.GetLastSystemError();
    }

    public static bool Control(int epoll, int operation, int descriptor, uint events, ulong data)
    {
        byte* buffer = stackalloc byte[16];
        EpollEvents.Write(buffer, events, data);
        return epoll_ctl(epoll, operation, descriptor, buffer) == 0;
    }

    public static void Close(int descriptor) => _ = close(descriptor);

    /// <summary>Small replies leave at once.</summary>
    public static void SetNoDelay(int socket) => SetOption(socket, level: 6, option: 1, 1);

    /// <summary>Probes a silent peer after so many seconds, and gives it up after three probes without an answer.</summary>
    public static void SetKeepAlive(int socket, int seconds)
    {
        SetOption(socket, level: 1, option: 9, 1);
        SetOption(socket, level: 6, option: 4, seconds);
        SetOption(socket, level: 6, option: 5, Math.Max(1, seconds / 3));
        SetOption(socket, level: 6, option: 6, 3);
    }

    private static void SetOption(int socket, int level, int option, int value) =>
        _ = setsockopt(socket, level, option, &value, sizeof(int));

    private static int Check(int descriptor) => descriptor >= 0 ? descriptor
        : throw new IOException($"The system refused a descriptor (error {Marshal.GetLastSystemError()}).");

    [LibraryImport("libc")]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc")]
    private static partial int epoll_ctl(int epoll, int operation, int descriptor, byte* data);

    [LibraryImport("libc")]
    private static partial int epoll_wait(int epoll, byte* events, int capacity, int milliseconds);

    [LibraryImport("libc")]
    private static partial int eventfd(uint value, int flags);

    [LibraryImport("libc")]
    private static partial nint recv(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc")]
    private static partial nint send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc")]
    private static partial nint sendmsg(int socket, MessageHeader* message, int flags);

    [LibraryImport("libc")]
    private static partial int accept4(int socket, byte* address, uint* length, int flags);

    [LibraryImport("libc")]
    private static partial int getsockname(int socket, byte* address, uint* length);

    [LibraryImport("libc")]
    private static partial int setsockopt(int socket, int level, int option, int* value, uint length);

    [LibraryImport("libc")]
    private static partial nint write(int descriptor, byte* buffer, nuint length);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    /// <summary>A piece of a gathered send.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct IoVector
    {
        public byte* Bytes;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
