namespace CacheStorm.Plugins.Scripting.Rewriting;

/// <summary>
/// Insertions into a source, made from the inside out: of those that open at one place the later one comes first, of those that close
/// the earlier one. Belongs to one rewriting.
/// </summary>
internal sealed class SourceEdits
{
    private readonly record struct Edit(int Position, bool Opens, int Sequence, int Removed, byte[] Text);

    private readonly List<Edit> _edits = [];

    public void Open(int position, ReadOnlySpan<byte> text) => _edits.Add(new Edit(position, true, -_edits.Count, 0, text.ToArray()));

    public void Close(int position, ReadOnlySpan<byte> text) => _edits.Add(new Edit(position, false, _edits.Count, 0, text.ToArray()));

    public void Replace(int start, int end, byte[] text) => _edits.Add(new Edit(start, true, int.MaxValue, end - start, text));

    /// <summary>The source with all edits.</summary>
    public void Apply(ReadOnlySpan<byte> source, MemoryStream destination)
    {
        _edits.Sort(static (a, b) =>
        {
            int order = a.Position.CompareTo(b.Position);
            if (order == 0)
                order = a.Opens.CompareTo(b.Opens);
            return order != 0 ? order : a.Sequence.CompareTo(b.Sequence);
        });
        int at = 0;
        foreach (Edit edit in _edits)
        {
            destination.Write(source[at..edit.Position]);
            destination.Write(edit.Text);
            at = edit.Position + edit.Removed;
        }
        destination.Write(source[at..]);
    }
}
