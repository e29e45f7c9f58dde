using LocalRag.Documents;

namespace LocalRag;

/// <summary>A listed file's text with what the index knows of it.</summary>
public sealed record FileText
{
    public required string Source { get; init; }

    /// <summary>Relative to the source's root, with <c>/</c>.</summary>
    public required string Path { get; init; }

    public required string Language { get; init; }

    /// <summary>The commit at the last run; null without git.</summary>
    public string? Commit { get; init; }

    /// <summary>The text; null where the file is left out or cannot be read, and <see cref="Why"/> tells the reason.</summary>
    public string? Text { get; init; }

    public string? Why { get; init; }

    /// <summary>True where the text on disk is not the one that was indexed.</summary>
    public bool ChangedOnDisk { get; init; }

    /// <summary>True where the file could no longer be read and the text was put together from the index.</summary>
    public bool FromIndex { get; init; }

    /// <summary>True where the source's folder is there and holds no such file any more.</summary>
    public bool IsGone { get; init; }

    /// <summary>The symbols and headings of the indexed text, in order of their lines.</summary>
    public IReadOnlyList<Definition> Outline { get; init; } = [];
}
