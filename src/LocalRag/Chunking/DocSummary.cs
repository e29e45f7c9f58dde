using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LocalRag.Chunking;

/// <summary>The summary of an XML doc comment as plain text, read without an XML parser: comments are often not quite XML.</summary>
internal static class DocSummary
{
    private const int MaxLength = 500;

    public static string Of(SyntaxNode node, CSharpSource source)
    {
        if (!node.HasLeadingTrivia) return "";
        var comment = new StringBuilder();
        foreach (var trivia in node.GetLeadingTrivia())
        {
            if (trivia.RawKind is not ((int)SyntaxKind.SingleLineCommentTrivia or (int)SyntaxKind.MultiLineCommentTrivia)) continue;
            var text = source.Text(trivia.SpanStart, trivia.Span.End);
            if (text.StartsWith("///"))
            {
                comment.Append(text[3..]).Append('\n');
            }
            else if (text.StartsWith("/**"))
            {
                foreach (var line in text[3..].EnumerateLines()) comment.Append(line.Trim().TrimStart('*').TrimEnd("*/")).Append('\n');
            }
        }

        return comment.Length == 0 ? "" : Plain(comment.ToString());
    }

    /// <summary>Takes the summary out of a comment's text.</summary>
    internal static string Plain(string comment)
    {
        var start = comment.IndexOf("<summary>", StringComparison.Ordinal);
        if (start < 0) return "";
        var end = comment.IndexOf("</summary>", start, StringComparison.Ordinal);
        var rest = comment.AsSpan(start + 9, (end < 0 ? comment.Length : end) - start - 9);
        var plain = new StringBuilder(rest.Length);
        while (!rest.IsEmpty && plain.Length < MaxLength)
        {
            var open = rest.IndexOf('<');
            plain.Append(open < 0 ? rest : rest[..open]);
            if (open < 0) break;
            rest = rest[open..];
            var close = rest.IndexOf('>');
            if (close < 0)
            {
                plain.Append(rest);
                break;
            }

            AppendName(rest[..close], plain);
            rest = rest[(close + 1)..];
        }

        return OnOneLine(WebUtility.HtmlDecode(plain.ToString()));
    }

    // <see cref="T:System.String"/> reads "System.String"; other tags leave a space where they part words.
    private static void AppendName(ReadOnlySpan<char> tag, StringBuilder plain)
    {
        foreach (var attribute in (ReadOnlySpan<string>)[" cref=\"", " name=\"", " langword=\"", " href=\""])
        {
            var start = tag.IndexOf(attribute);
            if (start < 0 || !tag.EndsWith("/")) continue;
            var value = tag[(start + attribute.Length)..];
            var end = value.IndexOf('"');
            if (end < 0) return;
            value = value[..end];
            if (value.Length > 2 && value[1] == ':') value = value[2..];
            plain.Append(value);
            return;
        }

        if (tag.StartsWith("<para") || tag.StartsWith("</para") || tag.StartsWith("<br") || tag.StartsWith("<item") || tag.StartsWith("</item")) plain.Append(' ');
    }

    private static string OnOneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character)) line.Append(character);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }

        var length = Math.Min(line.Length, MaxLength);
        while (length > 0 && (line[length - 1] == ' ' || char.IsHighSurrogate(line[length - 1]))) length--;
        return line.ToString(0, length);
    }
}
