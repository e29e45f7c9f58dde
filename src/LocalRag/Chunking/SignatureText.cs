using System.Text;

namespace LocalRag.Chunking;

/// <summary>Cuts a declaration's head out of its text, on one line.</summary>
internal static class SignatureText
{
    private const int MaxLength = 240;

    /// <summary>Gives the head and the offset behind it.</summary>
    /// <param name="text">The document's text.</param>
    /// <param name="start">Where the declaration begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="style">How the language writes it.</param>
    /// <param name="oneLine">True where only the first line is of interest: a constant, a key.</param>
    public static (string Text, int End) Of(string text, int start, int end, DeclarationStyle style, bool oneLine)
    {
        start = SkipAttributes(text, start, end);
        var head = new StringBuilder();
        var depth = 0;
        var position = start;
        for (; position < end && head.Length < MaxLength; position++)
        {
            var character = text[position];
            if (character is '(' or '[') depth++;
            else if (character is ')' or ']') depth--;
            else if (depth <= 0)
            {
                if (character is '\n' or '\r' && (oneLine || style == DeclarationStyle.Line)) break;
                if (style == DeclarationStyle.Braces && character is '{' or ';') break;
                if (style == DeclarationStyle.Braces && !oneLine && character == '=' && position + 1 < end && text[position + 1] == '>') break;
                if (style == DeclarationStyle.Colon && character == ':' && !oneLine) break;
            }

            if (!char.IsWhiteSpace(character)) head.Append(character);
            else if (head.Length > 0 && head[^1] != ' ') head.Append(' ');
        }

        var length = head.Length;
        while (length > 0 && head[length - 1] is ' ' or '=' or '{') length--;
        if (length > 0 && char.IsHighSurrogate(head[length - 1])) length--;
        return (head.ToString(0, length), position);
    }

    // Attributes and annotations before the head: @Name(…), #[…], [[…]].
    private static int SkipAttributes(string text, int start, int end)
    {
        while (start < end)
        {
            var position = start;
            while (position < end && char.IsWhiteSpace(text[position])) position++;
            var annotation = position < end && text[position] == '@' && !text.AsSpan(position).StartsWith("@interface");
            if (!annotation && !text.AsSpan(position, Math.Min(2, end - position)).SequenceEqual("#[") && !text.AsSpan(position, Math.Min(2, end - position)).SequenceEqual("[["))
                return position;
            position++;
            if (annotation) while (position < end && (char.IsLetterOrDigit(text[position]) || text[position] is '_' or '.' or ':')) position++;
            if (position < end && text[position] is '(' or '[')
            {
                var depth = 0;
                for (; position < end; position++)
                {
                    if (text[position] is '(' or '[') depth++;
                    else if (text[position] is ')' or ']' && --depth == 0) break;
                }

                position++;
            }

            start = position;
        }

        return Math.Min(start, end);
    }
}
