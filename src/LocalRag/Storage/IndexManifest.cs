namespace LocalRag.Storage;

/// <summary>What an index was made with. Searches and runs refuse a file whose manifest differs from theirs.</summary>
/// <param name="Format">The format of the tables.</param>
/// <param name="Fingerprint">The embedder's fingerprint, as text.</param>
/// <param name="Chunking">The version and sizes of the chunkers; where it differs, a run chunks every file again.</param>
/// <param name="Generation">Counts published runs; what a reader remembers of the index is valid as long as it stays.</param>
/// <param name="Chunks">The number of chunks in all sources, counted when the last run was published.</param>
public sealed record IndexManifest(int Format, string Fingerprint, string Chunking, long Generation, long Chunks);
