using System.Text.Json;

namespace LocalRag.Embedding.Tokenization;

/// <summary>Reads the added tokens of a <c>tokenizer.json</c>.</summary>
internal static class AddedTokenList
{
    /// <summary>The tokens, and for each whether it is looked for behind the normalizer rather than before it.</summary>
    public static List<(AddedToken Token, bool IsNormalized)> Read(TokenizerFile file)
    {
        var tokens = new List<(AddedToken Token, bool IsNormalized)>();
        if (file.AddedTokens.ValueKind != JsonValueKind.Array) return tokens;

        foreach (var element in file.AddedTokens.EnumerateArray())
        {
            var settings = new TokenizerSettings(element, "added token", file.Path);
            var content = settings.Text("content");
            if (!element.TryGetProperty("id", out var value) || !value.TryGetInt32(out var id) || id < 0)
                throw ModelFault.In(file.Path, $"has an added token `{content}` without an `id`");

            var token = new AddedToken(id, content, settings.Flag("single_word", false), settings.Flag("lstrip", false), settings.Flag("rstrip", false));
            tokens.Add((token, settings.Flag("normalized", !settings.Flag("special", false))));
        }

        return tokens;
    }
}
