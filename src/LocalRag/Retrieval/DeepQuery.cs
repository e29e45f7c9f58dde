using LocalRag.Storage;

namespace LocalRag.Retrieval;

/// <summary>A query as the second embedder sees it.</summary>
/// <param name="Set">The set that it can be compared with.</param>
/// <param name="Vector">Of unit length.</param>
internal sealed record DeepQuery(VectorSet Set, float[] Vector);
