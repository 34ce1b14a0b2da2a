using System.Text;
using CacheStorm.Host.Network;

namespace CacheStorm.UnitTests.Network;

/// <summary>Feeds a parser the way a transport does: what is not consumed comes again, with more behind it.</summary>
internal sealed class ParserFixture(bool authenticated = true, int batchSize = RequestBatch.DefaultCommands)
{
    private readonly RequestBatch _batch = new(batchSize);
    private readonly ArgumentList _arguments = new();
    private byte[] _buffer = [];

    public ProtocolLimits Limits { get; } = new();

    public RequestParser Parser => _parser ??= new RequestParser(Limits);

    private RequestParser? _parser;

    public List<byte[][]> Commands { get; } = [];

    public string? Error { get; private set; }

    public int Leftover => _buffer.Length;

    public ParserFixture Feed(ReadOnlySpan<byte> bytes)
    {
        if (Error is not null)
            return this;
        // Moved to another place each time: nothing may depend on where the bytes lie.
        int start = Random.Shared.Next(5);
        var moved = new byte[start + _buffer.Length + bytes.Length];
        _buffer.CopyTo(moved, start);
        bytes.CopyTo(moved.AsSpan(start + _buffer.Length));

        int count = moved.Length - start;
        ParseStatus status;
        do
        {
            status = Parser.Parse(moved, start, count, _batch, authenticated, out int consumed);
            for (int i = 0; i < _batch.Count; i++)
                Commands.Add(Take(i, moved));
            start += consumed;
            count -= consumed;
        }
        while (status == ParseStatus.BatchFull);

        if (status == ParseStatus.ProtocolError)
            Error = Encoding.Latin1.GetString(Parser.Error);
        _buffer = moved[start..];
        return this;
    }

    public ParserFixture Feed(string latin1) => Feed(Encoding.Latin1.GetBytes(latin1));

    public string Text() => string.Join(
        ';', Commands.Select(command => string.Join(',', command.Select(Encoding.Latin1.GetString))));

    private byte[][] Take(int index, byte[] buffer)
    {
        _batch.Select(index, buffer, _arguments);
        var command = new byte[_arguments.Count][];
        for (int i = 0; i < command.Length; i++)
            command[i] = _arguments[i].ToArray();
        return command;
    }
}
