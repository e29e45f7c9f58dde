using System.Text.Json;

namespace LocalRag.Embedding.Tokenization;

/// <summary>Puts together the tokenizer that a <c>tokenizer.json</c> describes.</summary>
internal static class TokenizerFactory
{
    private const string CodeWordNormalizer =
        """{"type":"Sequence","normalizers":[{"type":"Replace","pattern":{"Regex":"(?<=[a-z0-9])(?=[A-Z])"},"content":" "},{"type":"Replace","pattern":{"Regex":"(?<=[A-Z])(?=[A-Z][a-z])"},"content":" "},{"type":"Lowercase"}]}""";

    private const string CodeWordPreTokenizer =
        """{"type":"Split","pattern":{"Regex":"[a-z0-9]+|[^\\W_a-z0-9]+"},"behavior":"Removed","invert":true}""";

    public static Tokenizer Create(TokenizerFile file)
    {
        var kind = file.ModelText("type") ?? "WordPiece";
        if (kind != "WordPiece") throw Unsupported(file, $"model of type `{kind}`");

        var model = CreateWordPiece(file);
        if (model.MaximumWordLength <= CodeWordTokenizer.MaximumWordLength && IsSame(file.Normalizer, CodeWordNormalizer) && IsSame(file.PreTokenizer, CodeWordPreTokenizer))
            return new CodeWordTokenizer(model);

        throw Unsupported(file, "normalizer");
    }

    private static KnowledgeBaseException Unsupported(TokenizerFile file, string piece) =>
        ModelFault.In(file.Path, $"has a {piece}, which is not supported", "Choose a model with another tokenizer.");

    private static WordPieceModel CreateWordPiece(TokenizerFile file)
    {
        var prefix = file.ModelText("continuing_subword_prefix") ?? "##";
        var unknown = file.ModelText("unk_token") ?? "[UNK]";
        var starts = new Vocabulary(file.Vocabulary.Count);
        var continuations = new Vocabulary(file.Vocabulary.Count / 2);
        foreach (var entry in file.Vocabulary)
        {
            var text = file.TextOf(entry);
            starts.Add(text, entry.Id);
            if (text.StartsWith(prefix, StringComparison.Ordinal)) continuations.Add(text[prefix.Length..], entry.Id);
        }

        var unknownId = starts.Find(unknown);
        if (unknownId < 0) throw ModelFault.In(file.Path, $"does not hold its unknown token `{unknown}` in its vocabulary");

        var longest = file.Model.TryGetValue("max_input_chars_per_word", out var value) && value.TryGetInt32(out var limit) ? limit : 100;
        return new WordPieceModel(starts, continuations, unknownId, longest);
    }

    private static bool IsSame(JsonElement element, string expected)
    {
        if (element.ValueKind != JsonValueKind.Object) return false;

        using var document = JsonDocument.Parse(expected);
        return JsonElement.DeepEquals(element, document.RootElement);
    }
}
