using System.Globalization;
using System.Text;

namespace LocalRag.Embedding.Tokenization;

/// <summary>
/// What <c>\w</c> means in a <c>tokenizer.json</c>, whose regular expressions are Oniguruma's: alphabetic, mark, decimal
/// digit or connector. .NET's own <c>\w</c> lacks letter numbers, spacing marks and everything outside of the first plane.
/// </summary>
internal static class WordCharacters
{
    public static bool Contains(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => true,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => true,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation => true,
        UnicodeCategory.OtherSymbol => IsEnclosedLetter(rune.Value),
        _ => false,
    };

    /// <summary>Letters in circles and squares are symbols by category and alphabetic by property.</summary>
    private static bool IsEnclosedLetter(int value) =>
        value is >= 0x24B6 and <= 0x24E9 or >= 0x1F130 and <= 0x1F149 or >= 0x1F150 and <= 0x1F169 or >= 0x1F170 and <= 0x1F189;
}
