using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalRag.Answering.Verification;

/// <summary>Finds the numbers, names, truth values and opposites of a text.</summary>
internal static partial class AnchorReader
{
    public static List<Anchor> Read(Passage passage)
    {
        var anchors = new List<Anchor>();
        var names = NamePattern().Matches(passage.Text).Where(match => IsName(match, passage.Text)).ToArray();
        foreach (var match in names)
        {
            var text = match.Groups["quoted"] is { Success: true } quoted ? quoted.Value : match.Value;
            anchors.Add(Create(passage, AnchorKind.Name, text, KeyOf(text), match.Index) with { Style = NameStyles.Of(text), IsCode = IsCode(match) });
        }

        foreach (var (start, text, values) in Quantities.Read(passage.Text))
        {
            // A digit inside of a name is the name's: voyage-2, `1E+20`.
            if (names.Any(name => name.Index < start && start < name.Index + name.Length && IsIdentifier(name))) continue;

            anchors.Add(Create(passage, AnchorKind.Number, text, values[0].ToString("R", CultureInfo.InvariantCulture), start) with { Values = values });
        }

        foreach (var word in passage.Words)
        {
            var truth = Opposites.TruthOf(word.Text) ?? (Opposites.SwitchOf(word.Text) is { } state && IsSwitched(passage, word) ? state : null);
            if (truth is not null) anchors.Add(Create(passage, AnchorKind.Truth, word.Text, truth, word.Start));
            else if (Opposites.Of(word.Stem).Length > 0) anchors.Add(Create(passage, AnchorKind.Opposite, word.Text, word.Stem, word.Start));
        }

        return anchors;
    }

    /// <summary>Names are compared without case and without the marks that join their parts.</summary>
    public static string KeyOf(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static bool IsSwitched(Passage passage, Word word) =>
        passage.Words.Exists(other => other.Clause == word.Clause && other.Start < word.Start && Opposites.IsSwitching(other.Stem));

    private static Anchor Create(Passage passage, AnchorKind kind, string text, string key, int start) =>
        new(kind, text, key, start, passage.LineAt(start), passage.SentenceAt(start), passage.ClauseAt(start));

    private static bool IsIdentifier(Match name) =>
        !name.Groups["quoted"].Success || (char.IsLetter(name.Groups["quoted"].Value[0]) && !name.Groups["quoted"].Value.AsSpan().ContainsAny(" =:(,"));

    private static bool IsCode(Match match)
    {
        if (match.Groups["quoted"].Success) return true;

        var text = match.Value;
        return text.AsSpan().ContainsAny("_.") || (text.AsSpan(1).ContainsAnyInRange('A', 'Z') && text.Any(char.IsLower))
            || (text.Any(char.IsAsciiDigit) && text.Split('-') is var parts && (parts.Length == 1 || Array.Exists(parts, static part => part.Length > 0 && char.IsAsciiDigit(part[0]))));
    }

    /// <summary>A single capitalised word is a name unless it begins a sentence.</summary>
    private static bool IsName(Match match, string text)
    {
        if (match.Groups["quoted"].Success) return match.Groups["quoted"].Value is [not (>= '0' and <= '9'), ..] quoted && quoted.Any(char.IsLetter) && !IsLiteral(quoted);
        if (IsLiteral(match.Value)) return false;
        if (!match.Value.Any(char.IsLetter)) return false;
        if (IsCode(match)) return true;
        if (match.Value.Contains('-', StringComparison.Ordinal)) return char.IsUpper(match.Value[0]);
        if (!char.IsUpper(match.Value[0]) || FunctionWords.Contains(match.Value) || IsMonth(match.Value)) return false;

        // A member of an enumeration, a label, a call stand at the start of a line.
        if (text.AsSpan(match.Index + match.Length).TrimStart(' ') is [('=' or ':' or '(' or ',' or ';'), ..]) return true;

        var before = text.AsSpan(0, match.Index).TrimEnd(" \t\"'“(*`");
        return before.Length > 0 && before[^1] is not ('.' or '!' or '?' or ':' or '\n' or '#' or '/' or '>' or '-');
    }

    /// <summary>Values, which any program is full of, name nothing.</summary>
    private static bool IsLiteral(string text) => text.ToLowerInvariant() is "true" or "false" or "null" or "none" or "nil" or "undefined" or "yes" or "no";

    /// <summary>Months are read with the numbers beside them, in whatever form.</summary>
    private static bool IsMonth(string word) => word is "January" or "February" or "March" or "April" or "May" or "June" or "July"
        or "August" or "September" or "October" or "November" or "December";

    [GeneratedRegex(@"`{1,2}(?<quoted>[^`\n]{1,120})`{1,2}|[\p{L}_$][\p{L}\p{Nd}_$]*(?:(?:\.|::|-)[\p{L}\p{Nd}_$]+)*", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex NamePattern();
}
