namespace LocalRag.Chunking;

/// <summary>A rule that finds one sort of node in a language's syntax trees.</summary>
/// <param name="Role">What the node is to the chunker.</param>
/// <param name="Word">The field's word for it, as in <see cref="Documents.Definition.Kind"/>.</param>
/// <param name="Condition">The ast-grep rule, as YAML in flow style; it captures the name as <c>$NAME</c>.</param>
internal sealed record SyntaxRule(SyntaxRole Role, string Word, string Condition)
{
    /// <summary>Makes a rule from node kinds.</summary>
    /// <param name="role">What the node is to the chunker.</param>
    /// <param name="word">The field's word for it.</param>
    /// <param name="kinds">The grammar's node kinds, separated by spaces.</param>
    /// <param name="conditions">Further conditions, each an ast-grep rule in flow style.</param>
    public static SyntaxRule Of(SyntaxRole role, string word, string kinds, params ReadOnlySpan<string> conditions)
    {
        var any = string.Join(", ", kinds.Split(' ').Select(static kind => $"{{kind: {kind}}}"));
        // ast-grep prints what inside and has found beside each match, be it the whole file; twice negated, they find nothing.
        var all = string.Join(", ", conditions.ToArray().Select(static condition =>
            condition.Contains("$NAME", StringComparison.Ordinal) ? condition : $"{{not: {{not: {condition}}}}}"));
        return new(role, word, all.Length == 0 ? $"{{any: [{any}]}}" : $"{{any: [{any}], all: [{all}]}}");
    }
}
