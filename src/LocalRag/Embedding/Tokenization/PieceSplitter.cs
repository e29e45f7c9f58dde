namespace LocalRag.Embedding.Tokenization;

/// <summary>A pre-tokenizer: adds the parts of a piece to <paramref name="parts"/>.</summary>
internal delegate void PieceSplitter(Piece piece, List<Piece> parts);
