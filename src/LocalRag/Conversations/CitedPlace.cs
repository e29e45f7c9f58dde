using LocalRag.Documents;

namespace LocalRag.Conversations;

/// <summary>A place that an answer was made from, kept with its text: the file may change later.</summary>
/// <param name="Number">As the answer cites it, from 1.</param>
/// <param name="Cited">False where the answer was given the place and did not use it.</param>
/// <param name="Supported">False where the lines do not carry every sentence that cites them; null where that was not checked.</param>
public sealed record CitedPlace(
    int Number, string Source, string Path, int StartLine, int EndLine, string Language, string? Symbol, string? Commit, string Text, bool Cited, bool? Supported)
{
    /// <summary>True where the file differed from the commit when it was cited.</summary>
    public bool Uncommitted { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public SourceSpan Span => new(StartLine, EndLine);
}
