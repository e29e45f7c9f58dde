namespace LocalRag.Chunking;

/// <summary>A heading of a document.</summary>
/// <param name="Line">The line its section begins on.</param>
/// <param name="TextLine">The line of its text.</param>
/// <param name="Level">1 for the outermost.</param>
/// <param name="Text">Its text, without markup.</param>
internal readonly record struct Heading(int Line, int TextLine, int Level, string Text);
