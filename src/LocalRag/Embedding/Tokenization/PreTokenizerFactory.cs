using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LocalRag.Embedding.Tokenization;

/// <summary>Makes the pre-tokenizer that a <c>tokenizer.json</c> describes.</summary>
internal static class PreTokenizerFactory
{
    /// <summary>GPT-2's pattern, which byte-level BPE splits by unless told otherwise.</summary>
    private const string ByteLevelPattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    public static PieceSplitter Create(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object) return static (piece, parts) => parts.Add(piece);

        var settings = new TokenizerSettings(element, "pre_tokenizer", path);
        switch (settings.Type)
        {
            case "Sequence":
                return Chain([.. settings.List("pretokenizers").Select(step => Create(step, path))]);
            case "BertPreTokenizer":
                return Chain([At(Rune.IsWhiteSpace, SplitBehavior.Removed), At(IsPunctuation, SplitBehavior.Isolated)]);
            case "WhitespaceSplit":
                return At(Rune.IsWhiteSpace, SplitBehavior.Removed);
            case "Whitespace":
                return At(new TokenizerRegex(@"\w+|[^\w\s]+", path), SplitBehavior.Removed, invert: true);
            case "Punctuation":
                return At(IsPunctuation, settings.Choice("behavior", SplitBehavior.Isolated));
            case "Digits":
                return At(Rune.IsNumber, settings.Flag("individual_digits", false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous);
            case "CharDelimiterSplit":
                return At(settings.Text("delimiter"), SplitBehavior.Removed, invert: false);
            case "Split":
                var (behavior, invert) = (settings.Choice("behavior", SplitBehavior.Isolated), settings.Flag("invert", false));
                return settings.PatternText is { } literal ? At(literal, behavior, invert) : At(settings.PatternRegex, behavior, invert);
            case "Metaspace":
                var withoutScheme = settings.Flag("add_prefix_space", true) ? MetaspacePrefix.Always : MetaspacePrefix.Never;
                return Metaspace(settings.TextOrNull("replacement") ?? "\u2581", settings.Choice("prepend_scheme", withoutScheme), settings.Flag("split", true));
            case "ByteLevel":
                return ByteLevel(settings.Flag("add_prefix_space", true), settings.Flag("use_regex", true) ? new TokenizerRegex(ByteLevelPattern, path) : null);
            default:
                throw settings.Unsupported();
        }
    }

    private static PieceSplitter Chain(PieceSplitter[] steps) => (piece, parts) =>
    {
        List<Piece> current = [piece];
        foreach (var step in steps)
        {
            var next = new List<Piece>(current.Count);
            foreach (var each in current) step(each, next);
            current = next;
        }

        parts.AddRange(current);
    };

    private static PieceSplitter At(TokenizerRegex regex, SplitBehavior behavior, bool invert) =>
        (piece, parts) => PieceSplit.At(piece, regex.Matches(piece.Text), behavior, invert, parts);

    private static PieceSplitter At(Func<Rune, bool> isDelimiter, SplitBehavior behavior) =>
        (piece, parts) => PieceSplit.At(piece, Find(piece.Text, isDelimiter), behavior, invert: false, parts);

    private static PieceSplitter At(string literal, SplitBehavior behavior, bool invert) =>
        (piece, parts) => PieceSplit.At(piece, Find(piece.Text, literal), behavior, invert, parts);

    private static PieceSplitter Metaspace(string mark, MetaspacePrefix prefix, bool split) => (piece, parts) =>
    {
        var text = piece.Text.Replace(" ", mark, StringComparison.Ordinal);
        if ((prefix == MetaspacePrefix.Always || (prefix == MetaspacePrefix.First && piece.AtStart)) && !text.StartsWith(mark, StringComparison.Ordinal))
            text = mark + text;
        var marked = piece with { Text = text };
        if (split) PieceSplit.At(marked, Find(text, mark), SplitBehavior.MergedWithNext, invert: false, parts);
        else parts.Add(marked);
    };

    private static PieceSplitter ByteLevel(bool addSpace, TokenizerRegex? regex) => (piece, parts) =>
    {
        if (addSpace && !piece.Text.StartsWith(' ')) piece = piece with { Text = " " + piece.Text };
        var first = parts.Count;
        if (regex is null) parts.Add(piece);
        else PieceSplit.At(piece, regex.Matches(piece.Text), SplitBehavior.Isolated, invert: false, parts);
        for (var i = first; i < parts.Count; i++) parts[i] = parts[i] with { Text = ByteAlphabet.Spell(parts[i].Text) };
    };

    private static IEnumerable<(int Start, int End)> Find(string text, string literal)
    {
        if (literal.Length == 0) yield break;

        for (var at = text.IndexOf(literal, StringComparison.Ordinal); at >= 0; at = text.IndexOf(literal, at + literal.Length, StringComparison.Ordinal))
            yield return (at, at + literal.Length);
    }

    private static List<(int Start, int End)> Find(string text, Func<Rune, bool> isMatch)
    {
        var matches = new List<(int Start, int End)>();
        var position = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var end = position + rune.Utf16SequenceLength;
            if (isMatch(rune)) matches.Add((position, end));
            position = end;
        }

        return matches;
    }

    private static bool IsPunctuation(Rune rune) =>
        rune.IsAscii ? char.IsAscii((char)rune.Value) && !char.IsAsciiLetterOrDigit((char)rune.Value) && rune.Value is > 0x20 and < 0x7F
        : Rune.GetUnicodeCategory(rune) is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation
            or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation
            or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;
}
