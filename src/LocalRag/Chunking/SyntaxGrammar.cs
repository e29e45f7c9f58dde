using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>How one language is read: its grammar in ast-grep and the rules that find what it defines.</summary>
/// <param name="Language">A name from <see cref="Languages"/>.</param>
/// <param name="Parser">ast-grep's name of the grammar.</param>
/// <param name="Extension">The extension by which ast-grep picks that grammar, without a dot.</param>
/// <param name="Style">How declarations are written.</param>
/// <param name="Kind">The kind of chunks outside any definition.</param>
/// <param name="Rules">The rules, in order; their numbers are part of their names.</param>
internal sealed record SyntaxGrammar(
    string Language, string Parser, string Extension, DeclarationStyle Style, ChunkKind Kind, IReadOnlyList<SyntaxRule> Rules)
{
    /// <summary>Writes the rules as ast-grep reads them, one YAML document each.</summary>
    public void WriteRules(TextWriter output)
    {
        for (var index = 0; index < Rules.Count; index++)
            output.Write($"id: {Language}-{index}\nlanguage: {Parser}\nrule: {Rules[index].Condition}\n---\n");
    }
}
