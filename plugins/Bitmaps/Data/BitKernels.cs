using System.Numerics;
using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.Bitmaps;

/// <summary>One step between bits that came out so far and a source's bits.</summary>
internal interface IBitKernel
{
    static abstract Vector<byte> Apply(Vector<byte> result, Vector<byte> source);
    static abstract byte Apply(byte result, byte source);
}

/// <summary>The steps that BITOP is made of, each over whole spans, a vector at a time.</summary>
internal static class BitKernels
{
    /// <summary>Both are set.</summary>
    public readonly struct And : IBitKernel
    {
        public static Vector<byte> Apply(Vector<byte> result, Vector<byte> source) => result & source;
        public static byte Apply(byte result, byte source) => (byte)(result & source);
    }

    /// <summary>One or both are set.</summary>
    public readonly struct Or : IBitKernel
    {
        public static Vector<byte> Apply(Vector<byte> result, Vector<byte> source) => result | source;
        public static byte Apply(byte result, byte source) => (byte)(result | source);
    }

    /// <summary>They differ.</summary>
    public readonly struct Xor : IBitKernel
    {
        public static Vector<byte> Apply(Vector<byte> result, Vector<byte> source) => result ^ source;
        public static byte Apply(byte result, byte source) => (byte)(result ^ source);
    }

    /// <summary>Set in the result, clear in the source.</summary>
    public readonly struct AndNot : IBitKernel
    {
        public static Vector<byte> Apply(Vector<byte> result, Vector<byte> source) => Vector.AndNot(result, source);
        public static byte Apply(byte result, byte source) => (byte)(result & ~source);
    }

    /// <summary>Clear in the result, set in the source.</summary>
    public readonly struct NotAnd : IBitKernel
    {
        public static Vector<byte> Apply(Vector<byte> result, Vector<byte> source) => Vector.AndNot(source, result);
        public static byte Apply(byte result, byte source) => (byte)(~result & source);
    }

    /// <summary>Puts a source into the result.</summary>
    /// <param name="result">What came out so far.</param>
    /// <param name="source">As long as the result.</param>
    public static void Apply<TKernel>(Span<byte> result, ReadOnlySpan<byte> source) where TKernel : struct, IBitKernel
    {
        source = source[..result.Length];
        Span<Vector<byte>> results = MemoryMarshal.Cast<byte, Vector<byte>>(result);
        ReadOnlySpan<Vector<byte>> sources = MemoryMarshal.Cast<byte, Vector<byte>>(source)[..results.Length];
        for (int i = 0; i < results.Length; i++)
            results[i] = TKernel.Apply(results[i], sources[i]);
        for (int i = results.Length * Vector<byte>.Count; i < result.Length; i++)
            result[i] = TKernel.Apply(result[i], source[i]);
    }

    /// <summary>Turns every bit over.</summary>
    public static void Invert(Span<byte> result)
    {
        Span<Vector<byte>> results = MemoryMarshal.Cast<byte, Vector<byte>>(result);
        for (int i = 0; i < results.Length; i++)
            results[i] = ~results[i];
        for (int i = results.Length * Vector<byte>.Count; i < result.Length; i++)
            result[i] = (byte)~result[i];
    }

    /// <summary>Keeps account of bits that were met once, and of those met more often.</summary>
    /// <param name="once">Set in exactly one source so far.</param>
    /// <param name="more">Set in several sources so far.</param>
    /// <param name="source">The next source; as long as both.</param>
    public static void Meet(Span<byte> once, Span<byte> more, ReadOnlySpan<byte> source)
    {
        more = more[..once.Length];
        source = source[..once.Length];
        Span<Vector<byte>> onces = MemoryMarshal.Cast<byte, Vector<byte>>(once);
        Span<Vector<byte>> mores = MemoryMarshal.Cast<byte, Vector<byte>>(more)[..onces.Length];
        ReadOnlySpan<Vector<byte>> sources = MemoryMarshal.Cast<byte, Vector<byte>>(source)[..onces.Length];
        for (int i = 0; i < onces.Length; i++)
        {
            mores[i] |= onces[i] & sources[i];
            onces[i] = Vector.AndNot(onces[i] | sources[i], mores[i]);
        }
        for (int i = onces.Length * Vector<byte>.Count; i < once.Length; i++)
        {
            more[i] |= (byte)(once[i] & source[i]);
            once[i] = (byte)((once[i] | source[i]) & ~more[i]);
        }
    }
}
