using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>Lines on their way to a chunk.</summary>
/// <param name="Start">The first line, not blank.</param>
/// <param name="End">The last line, not blank.</param>
/// <param name="Kind">What the chunk would be.</param>
/// <param name="Owner">What the chunk would be named after.</param>
/// <param name="Flows">True until packed with its neighbours.</param>
/// <param name="Depth">How deep in the structure a cut before it would be; a cut at a lower depth is better.</param>
/// <param name="Settled">True for a part of something that did not fit whole: it is not joined with what stands beside that.</param>
internal readonly record struct Piece(int Start, int End, ChunkKind Kind, Segment Owner, bool Flows, int Depth, bool Settled = false);
