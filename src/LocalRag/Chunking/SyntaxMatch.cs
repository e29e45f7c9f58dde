namespace LocalRag.Chunking;

/// <summary>A node that a rule found. Offsets are characters of the document's text.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Start">The offset of the node's first character.</param>
/// <param name="End">The offset behind its last.</param>
/// <param name="Name">The captured name, or empty.</param>
/// <param name="NameStart">The offset of the name, or <paramref name="Start"/>.</param>
internal readonly record struct SyntaxMatch(SyntaxRule Rule, int Start, int End, string Name, int NameStart);
