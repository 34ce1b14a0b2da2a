using System.Diagnostics.CodeAnalysis;

namespace CacheStorm.Plugins.Scripting.Functions;

/// <summary>
/// All libraries as FUNCTION DUMP hands them out and as an RDB file holds them: for each the opcode 245 and its source as a string; in a
/// dump the RDB version and a checksum follow. Stateless.
/// </summary>
internal static class FunctionDump
{
    private const byte Opcode = 245;

    /// <summary>The payload of FUNCTION DUMP.</summary>
    public static byte[] Write(FunctionSnapshot functions)
    {
        var writer = new RdbWriter();
        foreach (FunctionLibrary library in functions.Libraries)
        {
            writer.Byte(Opcode);
            writer.String(library.Source);
        }
        RdbPayload.Seal(writer);
        return writer.Written.ToArray();
    }

    /// <summary>The sources in a payload of FUNCTION DUMP.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="sources">The libraries' sources.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static bool TryRead(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out List<byte[]>? sources, out ReadOnlySpan<byte> problem)
    {
        sources = null;
        if (!RdbPayload.TryOpen(payload, out ReadOnlySpan<byte> libraries))
        {
            problem = ScriptErrors.WrongDump;
            return false;
        }

        var found = new List<byte[]>();
        var reader = new RdbReader(libraries);
        while (reader.Rest.Length > 0)
        {
            if (!reader.TryByte(out byte opcode) || opcode != Opcode)
            {
                problem = ScriptErrors.NoFunctionInDump;
                return false;
            }
            if (!reader.TryString(out ReadOnlySpan<byte> source))
            {
                problem = ScriptErrors.BrokenFunctionInDump;
                return false;
            }
            found.Add(source.ToArray());
        }
        problem = default;
        sources = found;
        return true;
    }
}

/// <summary>What FUNCTION RESTORE does with libraries that are there.</summary>
internal enum RestorePolicy
{
    /// <summary>They stay; a name that is taken ends it.</summary>
    Append,
    /// <summary>They are deleted.</summary>
    Flush,
    /// <summary>Those of the same names are replaced.</summary>
    Replace,
}
