namespace CacheStorm.Plugins.Tags.Changes;

/// <summary>
/// Hears of each invalidation: notes it in the namespace's log, and publishes its number to <c>__tag__:&lt;tag&gt;</c> of each tag. Has no state;
/// called by the call that invalidates, which runs alone.
/// </summary>
internal sealed class InvalidationRecorder(InvalidationLogs logs, TagsSettings settings, ChangeNumbers numbers, IImport<IPublisher> publisher)
    : ITagObserver
{
    private static ReadOnlySpan<byte> Beginning => "__tag__:"u8;

    /// <inheritdoc/>
    public void Invalidated(TagInvalidation what)
    {
        logs.Open(what.Namespace).Add(what, settings.ChangesMaxLength);
        if (publisher.Value is not { } channels)
            return;
        Span<byte> number = stackalloc byte[Numbers.MaxInt64Length];
        number = number[..Numbers.FormatInt64(number, numbers.Shown(what.Number))];
        Span<byte> channel = stackalloc byte[Beginning.Length + TagNames.MaxLength];
        Beginning.CopyTo(channel);
        for (int i = 0; i < what.Tags.Count; i++)
        {
            ReadOnlySpan<byte> tag = what.Tags[i].Span;
            tag.CopyTo(channel[Beginning.Length..]);
            channels.Publish(channel[..(Beginning.Length + tag.Length)], number);
        }
    }
}
