using System.Text.Json;

namespace LocalRag.Models.Serving;

/// <summary>Counts tokens by a served model's own tokenizer, where its server tells; else by an estimate that is seldom too low.</summary>
internal static class TokenCounting
{
    public static ServedTokenCounter For(ModelServer server, string model) => server.Kind switch
    {
        ServerKind.ModelHost => EachAsync(server, "tokenize", model, text => new { Model = model, Content = text }),
        ServerKind.LlamaServer => EachAsync(server, "tokenize", model, text => new { Content = text, ParseSpecial = false }),
        ServerKind.Vllm => EachAsync(server, "tokenize", model, text => new { Model = model, Prompt = text, AddSpecialTokens = false }),
        ServerKind.TabbyApi => EachAsync(server, "v1/token/encode", model, text => new { Text = text, AddBosToken = false, EncodeSpecialTokens = false }),
        _ => static (texts, _) => ValueTask.FromResult<IReadOnlyList<int>>([.. texts.Select(Estimate)]),
    };

    /// <summary>
    /// An estimate without the model's tokenizer: code and prose of Latin letters have some four characters a token in most vocabularies,
    /// of which three are counted on here; of other scripts each character counts as one.
    /// </summary>
    public static int Estimate(string text)
    {
        var latin = 0;
        var other = 0;
        foreach (var character in text)
        {
            if (character < 0x250) latin++;
            else other++;
        }

        return ((latin + 2) / 3) + other;
    }

    private static ServedTokenCounter EachAsync<T>(ModelServer server, string path, string model, Func<string, T> body) => async (texts, cancellationToken) =>
    {
        var counts = new int[texts.Count];
        for (var i = 0; i < counts.Length; i++) counts[i] = await CountAsync(server, path, body(texts[i]), model, cancellationToken).ConfigureAwait(false);
        return counts;
    };

    private static async Task<int> CountAsync<T>(ModelServer server, string path, T body, string model, CancellationToken cancellationToken)
    {
        using var json = await server.PostAsync(path, body, model, cancellationToken).ConfigureAwait(false);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("tokens", out var tokens) && tokens.ValueKind == JsonValueKind.Array
            ? tokens.GetArrayLength()
            : throw new ModelException(ModelError.Failed, $"{server.Title} gave no tokens for a text at {path}.");
    }
}
