using System.Text.Json;

namespace LocalRag.Embedding.Tokenization;

/// <summary>Puts together the tokenizer that a <c>tokenizer.json</c> describes.</summary>
internal static class TokenizerFactory
{
    private const string CodeWordNormalizer =
        """{"type":"Sequence","normalizers":[{"type":"Replace","pattern":{"Regex":"(?<=[a-z0-9])(?=[A-Z])"},"content":" "},{"type":"Replace","pattern":{"Regex":"(?<=[A-Z])(?=[A-Z][a-z])"},"content":" "},{"type":"Lowercase"}]}""";

    private const string CodeWordPreTokenizer =
        """{"type":"Split","pattern":{"Regex":"[a-z0-9]+|[^\\W_a-z0-9]+"},"behavior":"Removed","invert":true}""";

    /// <param name="file">The file.</param>
    /// <param name="general">True to run even the built-in model's steps one by one, as a check on the scanner that does them at once.</param>
    public static Tokenizer Create(TokenizerFile file, bool general = false)
    {
        var model = TokenModelFactory.Create(file);
        var added = AddedTokenList.Read(file);
        if (!general && added.TrueForAll(static each => !each.IsNormalized)
            && model is WordPieceModel { MaximumWordLength: <= CodeWordTokenizer.MaximumWordLength } wordPiece
            && IsSame(file.Normalizer, CodeWordNormalizer) && IsSame(file.PreTokenizer, CodeWordPreTokenizer))
        {
            return new CodeWordTokenizer(wordPiece, new AddedTokenFinder(added.Select(static each => each.Token)));
        }

        var normalize = NormalizerFactory.Create(file.Normalizer, file.Path);
        return new TokenizerPipeline(
            new AddedTokenFinder(added.Where(static each => !each.IsNormalized).Select(static each => each.Token)),
            normalize,
            new AddedTokenFinder(added.Where(static each => each.IsNormalized).Select(each => each.Token with { Content = normalize(each.Token.Content) })),
            PreTokenizerFactory.Create(file.PreTokenizer, file.Path),
            model);
    }

    private static bool IsSame(JsonElement element, string expected)
    {
        if (element.ValueKind != JsonValueKind.Object) return false;

        using var document = JsonDocument.Parse(expected);
        return JsonElement.DeepEquals(element, document.RootElement);
    }
}
