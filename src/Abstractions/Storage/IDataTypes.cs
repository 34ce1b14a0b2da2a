using System.Diagnostics.CodeAnalysis;

namespace CacheStorm;

/// <summary>The types of value that the server knows now, the string among them. Thread-safe; a snapshot is swapped when plugins come or go.</summary>
public interface IDataTypes
{
    /// <summary>All of them, the string first.</summary>
    IReadOnlyList<DataType> All { get; }

    /// <summary>Finds a type by the name that TYPE answers.</summary>
    /// <param name="name">The name, in its own case.</param>
    /// <param name="type">The type.</param>
    /// <returns>False when there is none.</returns>
    bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out DataType? type);

    /// <summary>Finds the type that reads values with a type byte of Redis' RDB format (<see cref="DataType.ReadableRdbTypes"/>).</summary>
    /// <param name="rdbType">The type byte; never <see cref="RdbType.Custom"/>, whose types are found by name.</param>
    /// <param name="type">The type.</param>
    /// <returns>False when nobody reads it.</returns>
    bool TryFindReader(byte rdbType, [NotNullWhen(true)] out DataType? type);
}
