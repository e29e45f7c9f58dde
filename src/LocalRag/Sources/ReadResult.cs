using LocalRag.Documents;

namespace LocalRag.Sources;

/// <summary>What reading a file gave: exactly one of the three is set.</summary>
/// <param name="Document">The text.</param>
/// <param name="Skipped">Why the file is left out by what it holds or is.</param>
/// <param name="Failure">Why the file could not be read, for people.</param>
internal readonly record struct ReadResult(SourceDocument? Document, SkippedFile? Skipped, string? Failure);
