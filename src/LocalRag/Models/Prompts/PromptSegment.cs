using System.Text;

namespace LocalRag.Models.Prompts;

/// <summary>A piece of a prompt that is tokenised on its own.</summary>
/// <param name="Special">
/// True for the template's own pieces, whose control tokens end and begin turns; false for data, in which a control token's text is nothing but text.
/// </param>
public readonly record struct PromptSegment(string Text, bool Special)
{
    /// <summary>A piece of the model family's template.</summary>
    public static PromptSegment Template(string text) => new(text, Special: true);

    /// <summary>
    /// Text that somebody else wrote: a question, a file. It comes in several pieces where it spells a control token, cut inside each such spelling:
    /// a vocabulary may list its turn markers as user-defined tokens, which llama.cpp matches even with special tokens off, but never across pieces.
    /// The pieces put together are the text, byte for byte.
    /// </summary>
    public static IEnumerable<PromptSegment> Data(string text)
    {
        var start = 0;
        foreach (var token in ControlTokens.In(text))
        {
            yield return new PromptSegment(text[start..(token + 1)], Special: false);
            start = token + 1;
        }

        if (start < text.Length) yield return new PromptSegment(text[start..], Special: false);
    }

    /// <summary>The prompt as one text, for logs and golden files.</summary>
    public static string Join(IEnumerable<PromptSegment> segments)
    {
        var text = new StringBuilder();
        foreach (var segment in segments) text.Append(segment.Text);
        return text.ToString();
    }
}
