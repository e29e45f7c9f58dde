using System.Text;

namespace LocalRag.Documents;

/// <summary>
/// What a reader must know to place a chunk: embedded and searched with its text, but not shown as its text.
/// </summary>
/// <param name="Scope">The namespace, module or package; empty where there is none.</param>
/// <param name="Container">Containing types joined by <c>.</c>, or for docs the heading path joined by <c> &gt; </c>; may be empty.</param>
/// <param name="Signature">The declaration on one line, without body or attributes; empty where the chunk is no single declaration.</param>
/// <param name="Summary">The first sentences of its doc comment as plain text; may be empty.</param>
public sealed record ChunkHeader(string Scope, string Container, string Signature, string Summary)
{
    public static ChunkHeader Empty { get; } = new("", "", "", "");

    /// <summary>Renders the header as the lines that go in front of the chunk's text; empty where it says nothing.</summary>
    public string Render()
    {
        var text = new StringBuilder();
        foreach (var part in (ReadOnlySpan<string>)[Scope, Container, Signature, Summary])
            if (part.Length > 0) text.Append(part).Append('\n');
        return text.ToString();
    }
}
