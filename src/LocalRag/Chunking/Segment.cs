using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>
/// A run of lines that a parser sees as one thing: a type, a member, a statement, a section, a paragraph.
/// Segments form a tree from which <see cref="ChunkBuilder"/> makes chunks. Neighbours may share a line and may leave
/// gaps; every line of the parent ends up in exactly one chunk all the same.
/// </summary>
internal class Segment
{
    /// <summary>The segment's lines, with the comments and attributes that belong to it.</summary>
    public required SourceSpan Span { get; init; }

    public required ChunkKind Kind { get; init; }

    /// <summary>
    /// True for a part of something (a statement, a paragraph, an import): it is packed with its neighbours until a chunk
    /// is full, and what comes out is named after the nearest segment around it that does not flow.
    /// False for something of its own (a member, a section): it is joined only where it is small.
    /// </summary>
    public bool Flows { get; init; }

    /// <summary>Where the segment is cut when it is too long for one chunk, in order; without any, it is cut at lines. Asked for only then.</summary>
    public virtual List<Segment> Children { get; init; } = [];

    /// <summary>The symbol of the chunks made from it; asked for only where there are such. Not asked of a segment that flows.</summary>
    public virtual string? Symbol { get; init; }

    /// <summary>The header of the chunks made from it; asked for only where there are such. Not asked of a segment that flows.</summary>
    public virtual ChunkHeader Header { get; init; } = ChunkHeader.Empty;
}
