namespace LocalRag.Chunking;
internal sealed class ChunkerCatalog(ChunkingOptions options) { public const string Version="1"; private readonly CSharpChunker _c = new(options); public IChunker For(string language) => _c; }
