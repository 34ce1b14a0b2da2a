using System.IO.Pipelines;

namespace CacheStorm.Host.Network.Pipes;

/// <summary>
/// A stream as a pair of pipes. A pump moves what arrives into a pipe of our own, so the reader can be woken at any
/// time without disturbing a read of the stream, and a disconnect is noticed while nobody reads.
/// </summary>
internal sealed class StreamDuplexPipe : IDuplexPipe
{
    private static readonly PipeOptions s_options = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.ThreadPool,
        pauseWriterThreshold: 128 * 1024, resumeWriterThreshold: 64 * 1024, minimumSegmentSize: 16 * 1024,
        useSynchronizationContext: false);

    private readonly Stream _stream;
    private readonly Pipe _input = new(s_options);

    public StreamDuplexPipe(Stream stream)
    {
        _stream = stream;
        Output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        Pump = PumpAsync();
    }

    public PipeReader Input => _input.Reader;

    public PipeWriter Output { get; }

    /// <summary>Ends when the stream does; never fails.</summary>
    public Task Pump { get; }

    private async Task PumpAsync()
    {
        Exception? failure = null;
        try
        {
            while (true)
            {
                // An empty read waits for bytes without holding memory: idle clients are cheap.
                await _stream.ReadAsync(Memory<byte>.Empty).ConfigureAwait(false);
                int read = await _stream.ReadAsync(_input.Writer.GetMemory()).ConfigureAwait(false);
                if (read == 0)
                    break;
                _input.Writer.Advance(read);
                FlushResult flushed = await _input.Writer.FlushAsync().ConfigureAwait(false);
                if (flushed.IsCompleted)
                    break;
            }
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException or OperationCanceledException)
        {
            failure = broken;
        }
        await _input.Writer.CompleteAsync(failure).ConfigureAwait(false);
    }
}
