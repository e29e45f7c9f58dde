using System.Text.RegularExpressions;

namespace LocalRag.Chunking;

/// <summary>Takes the markup out of a heading.</summary>
internal static partial class HeadingText
{
    /// <summary>The text with links as their labels, and without code marks, emphasis and explicit ids.</summary>
    public static string Plain(string heading)
    {
        if (heading.Length > 1000) heading = heading[..1000];
        heading = Id().Replace(heading, "");
        heading = Link().Replace(heading, "$1");
        return heading.Replace("`", "", StringComparison.Ordinal).Replace("**", "", StringComparison.Ordinal).Trim();
    }

    [GeneratedRegex(@"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex(@"\s*\{#[^{}]*\}\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
