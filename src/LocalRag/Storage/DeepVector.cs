using LocalRag.Documents;

namespace LocalRag.Storage;

/// <summary>A text's vector, and the chunks that have this text.</summary>
internal sealed record DeepVector(ContentHash Hash, IReadOnlyList<long> ChunkIds, float[] Vector);
