namespace LocalRag.Embedding.Tokenization;

/// <summary>A part of a text on its way to the model; <paramref name="AtStart"/> is true for the part that begins the text.</summary>
internal readonly record struct Piece(string Text, bool AtStart);
