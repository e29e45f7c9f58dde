using LocalRag.Documents;
using LocalRag.Retrieval;

namespace LocalRag.Answering;

/// <summary>A place that a sentence of an answer rests on.</summary>
/// <param name="Number">As it stands in the answer's text: <c>[1]</c>.</param>
/// <param name="Supported">False where the lines do not carry every sentence that cites them; null before that was checked.</param>
public sealed record Citation(int Number, string Source, string Path, SourceSpan Span, string? Commit, string? Symbol, bool? Supported)
{
    /// <summary>The lines that the answer was made from, where the file has changed or gone since; null where it says the same still.</summary>
    public string? IndexedText { get; init; }

    /// <summary>True where the file differs on disk from what was indexed.</summary>
    public bool ChangedOnDisk => IndexedText is not null;

    /// <summary>True where the file differs from <see cref="Commit"/>, which then does not hold these lines as they are; false as well where git cannot tell.</summary>
    public bool Uncommitted { get; init; }

    internal static Citation Of(int number, SearchHit hit, string? commit, bool? supported) =>
        new(number, hit.Source, hit.Path, hit.Span, commit, hit.Symbol, supported) { IndexedText = hit.ChangedOnDisk ? hit.Text : null, Uncommitted = hit.Uncommitted };
}
