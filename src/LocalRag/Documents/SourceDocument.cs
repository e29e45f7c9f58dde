namespace LocalRag.Documents;

/// <summary>A file's text as it was read, with what identifies it.</summary>
/// <param name="Path">Relative to the source's root, with <c>/</c>.</param>
/// <param name="Language">A name from <see cref="Languages"/>.</param>
/// <param name="Text">The decoded text, line ends as in the file.</param>
/// <param name="Hash">The hash of the file's bytes.</param>
public sealed record SourceDocument(string Path, string Language, string Text, ContentHash Hash)
{
    private LineMap? _lines;

    /// <summary>Where each line begins and ends. Chunkers take line numbers from here and nowhere else.</summary>
    public LineMap Lines => _lines ??= new LineMap(Text);
}
