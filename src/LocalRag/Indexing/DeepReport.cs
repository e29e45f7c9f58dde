namespace LocalRag.Indexing;

/// <summary>What a second pass did.</summary>
/// <param name="Model">The embedder's name.</param>
/// <param name="Vectors">Chunks that have its vector now.</param>
/// <param name="Chunks">Chunks of the index.</param>
/// <param name="Embedded">Texts that the model embedded in this pass.</param>
/// <param name="Reused">Chunks whose vector was in the cache.</param>
/// <param name="Seconds">What the pass took, rests included.</param>
/// <param name="PerSecond">Texts embedded in a second, rests left out; null where none was.</param>
/// <param name="Serving">True where searches use these vectors; false while another embedder's serve until these are whole.</param>
public sealed record DeepReport(string Model, int Vectors, int Chunks, int Embedded, int Reused, double Seconds, double? PerSecond, bool Serving);
