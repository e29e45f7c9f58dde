using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LocalRag.Embedding.Tokenization;

/// <summary>
/// A regular expression of a <c>tokenizer.json</c>, written for Oniguruma, run by .NET's engine. Before matching, characters
/// that .NET classes otherwise are replaced by stand-ins of the same length that it classes as Oniguruma does: everything
/// outside of the first plane, and the marks, numbers and letters that .NET's <c>\w</c> lacks. What .NET cannot express is refused.
/// </summary>
internal sealed class TokenizerRegex
{
    /// <summary>No honest pattern takes this long over a text; a hostile one would take for ever.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly Regex _regex;
    private readonly string _path;
    private readonly bool _usesWordClass;

    /// <exception cref="KnowledgeBaseException">The pattern uses what .NET has not.</exception>
    public TokenizerRegex(string pattern, string path)
    {
        _path = path;
        _usesWordClass = pattern.Contains("\\w", StringComparison.OrdinalIgnoreCase);
        if (pattern.Contains("[:", StringComparison.Ordinal) || pattern.Contains("&&", StringComparison.Ordinal))
            throw Refusal(path, pattern, null);

        try
        {
            _regex = new Regex(pattern, RegexOptions.CultureInvariant, Limit);
        }
        catch (ArgumentException exception)
        {
            throw Refusal(path, pattern, exception);
        }
    }

    /// <summary>The matches in order.</summary>
    public List<(int Start, int End)> Matches(string text)
    {
        var matches = new List<(int Start, int End)>();
        try
        {
            foreach (var match in _regex.EnumerateMatches(StandIn(text))) matches.Add((match.Index, match.Index + match.Length));
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw ModelFault.In(_path, $"has the pattern `{_regex}`, which takes too long on a text", "Choose a model with another tokenizer.", exception);
        }

        return matches;
    }

    public string Replace(string text, string content)
    {
        var result = new StringBuilder(text.Length + 16);
        var position = 0;
        foreach (var (start, end) in Matches(text))
        {
            result.Append(text, position, start - position).Append(content);
            position = end;
        }

        return result.Append(text, position, text.Length - position).ToString();
    }

    private static KnowledgeBaseException Refusal(string path, string pattern, Exception? inner) =>
        ModelFault.In(path, $"has the pattern `{pattern}`, which uses syntax that is not supported", "Choose a model with another tokenizer.", inner);

    private string StandIn(string text)
    {
        if (Ascii.IsValid(text)) return text;

        return string.Create(text.Length, (text, _usesWordClass), static (characters, state) =>
        {
            var position = 0;
            foreach (var rune in state.text.EnumerateRunes())
            {
                var length = rune.Utf16SequenceLength;
                var character = length == 1 ? (char)rune.Value : '\0';
                characters.Slice(position, length).Fill(StandIn(rune, character, state._usesWordClass));
                position += length;
            }
        });
    }

    private static char StandIn(Rune rune, char character, bool usesWordClass) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.LetterNumber => '\u0660',
        UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => '\u0300',
        UnicodeCategory.OtherSymbol when usesWordClass && WordCharacters.Contains(rune) => '\u0101',
        _ when character != 0 => character,
        UnicodeCategory.UppercaseLetter => '\u0100',
        UnicodeCategory.LowercaseLetter => '\u0101',
        UnicodeCategory.TitlecaseLetter => '\u01C5',
        UnicodeCategory.ModifierLetter => '\u02B0',
        UnicodeCategory.OtherLetter => rune.Value is >= 0x20000 and <= 0x3FFFF ? '\u4E00' : '\u05D0',
        UnicodeCategory.NonSpacingMark => '\u0300',
        UnicodeCategory.DecimalDigitNumber => '\u0660',
        UnicodeCategory.OtherNumber => '\u00B2',
        UnicodeCategory.ConnectorPunctuation => '\u203F',
        UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
            or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation => '\u00A1',
        UnicodeCategory.MathSymbol => '\u00B1',
        UnicodeCategory.OtherSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol => '\u00A9',
        _ => '\uE000',
    };
}
