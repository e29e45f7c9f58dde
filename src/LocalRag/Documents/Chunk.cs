namespace LocalRag.Documents;

/// <summary>
/// A run of whole lines of a document that is embedded, found and cited as one.
/// The chunks of a document are in order, do not overlap, and cover each of its non-blank lines;
/// only a line longer than a whole chunk may is cut, and its pieces carry the same line number.
/// </summary>
public sealed record Chunk
{
    /// <summary>The exact lines.</summary>
    public required SourceSpan Span { get; init; }

    public required ChunkKind Kind { get; init; }

    /// <summary>The qualified name of what the chunk is or is a part of (<c>JsonReader.ReadAsInt32</c>), or null.</summary>
    public string? Symbol { get; init; }

    public ChunkHeader Header { get; init; } = ChunkHeader.Empty;

    /// <summary>The file's text of <see cref="Span"/>, the last line's end left out.</summary>
    public required string Text { get; init; }

    /// <summary>The symbols whose names stand in this chunk's lines.</summary>
    public IReadOnlyList<Definition> Definitions { get; init; } = [];
}
