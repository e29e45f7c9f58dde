using LocalRag.Documents;
using LocalRag.Retrieval;

namespace LocalRag.Answering.Prompts;

/// <summary>A chunk as a model is shown it.</summary>
/// <param name="Number">From 1; the answer cites it as <c>[1]</c>.</param>
internal sealed record PromptSource(int Number, string Path, SourceSpan Span, string Text)
{
    public static PromptSource Of(int number, SearchHit hit) => new(number, hit.Path, hit.Span, hit.Text);

    /// <summary>Both line numbers, even of a single line: the form that the model is told of.</summary>
    public string Place => $"{Path}:{Span.StartLine}-{Span.EndLine}";

    /// <summary>The block that stands in a prompt, without a line end behind it.</summary>
    public string Block => $"[{Number}] {Place}\n{Text}";
}
