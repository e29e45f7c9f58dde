using LocalRag.Documents;

namespace LocalRag.Storage;

/// <summary>A chunk that a vector set does not reach yet.</summary>
/// <param name="Hash">Of the text that is embedded.</param>
/// <param name="Length">Of the text, in characters.</param>
/// <param name="Modified">When its file was written last, in UTC ticks.</param>
internal sealed record MissingVector(long ChunkId, long DocumentId, ContentHash Hash, int Length, long Modified);
