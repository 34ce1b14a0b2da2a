namespace CacheStorm.Plugins.Tags.Changes;

/// <summary>Empties the log of a namespace that was emptied, swapped or deleted. Has no state.</summary>
internal sealed class FlushListener(InvalidationLogs logs) : IKeyObserver
{
    /// <inheritdoc/>
    public KeyEventKinds Interests => KeyEventKinds.Flushed;

    /// <inheritdoc/>
    public void OnKeyEvent(in KeyEvent keyEvent) => logs.Of(keyEvent.Namespace).Clear();
}
