using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LocalRag.Embedding.Tokenization;

/// <summary>Makes the normalizer that a <c>tokenizer.json</c> describes: a function from text to text.</summary>
internal static class NormalizerFactory
{
    public static Func<string, string> Create(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object) return static text => text;

        var settings = new TokenizerSettings(element, "normalizer", path);
        switch (settings.Type)
        {
            case "Sequence":
                var steps = settings.List("normalizers").Select(step => Create(step, path)).ToArray();
                return text => steps.Aggregate(text, static (current, step) => step(current));
            case "BertNormalizer":
                var lowercase = settings.Flag("lowercase", true);
                return new BertNormalization(
                    settings.Flag("clean_text", true), settings.Flag("handle_chinese_chars", true), settings.Flag("strip_accents", lowercase), lowercase).Apply;
            case "Lowercase":
                return TextNormalization.Lower;
            case "NFC":
                return static text => text.Normalize(NormalizationForm.FormC);
            case "NFD":
                return static text => text.Normalize(NormalizationForm.FormD);
            case "NFKC":
                return static text => text.Normalize(NormalizationForm.FormKC);
            case "NFKD":
                return static text => text.Normalize(NormalizationForm.FormKD);
            case "StripAccents":
                return static text => TextNormalization.RemoveCategories(
                    text, UnicodeCategory.NonSpacingMark, UnicodeCategory.SpacingCombiningMark, UnicodeCategory.EnclosingMark);
            case "Strip":
                var (left, right) = (settings.Flag("strip_left", true), settings.Flag("strip_right", true));
                return text => left ? (right ? text.Trim() : text.TrimStart()) : right ? text.TrimEnd() : text;
            case "Prepend":
                var prefix = settings.Text("prepend");
                return text => text.Length == 0 ? text : prefix + text;
            case "Replace":
                var content = settings.Text("content");
                if (settings.PatternText is not { } literal)
                {
                    var regex = settings.PatternRegex;
                    return text => regex.Replace(text, content);
                }

                return literal.Length == 0 ? static text => text : text => text.Replace(literal, content, StringComparison.Ordinal);
            case "Nmt":
                return TextNormalization.CleanForTranslation;
            case "Precompiled":
                return settings.Bytes("precompiled_charsmap") is { Length: > 0 } table ? CreatePrecompiled(table, path) : static text => text;
            default:
                throw settings.Unsupported();
        }
    }

    private static Func<string, string> CreatePrecompiled(byte[] table, string path)
    {
        try
        {
            return new PrecompiledNormalization(table).Apply;
        }
        catch (FormatException exception)
        {
            throw ModelFault.In(path, $"is damaged: {exception.Message}", exception);
        }
    }
}
