namespace LocalRag.Models.Gguf;

/// <summary>Reads the keys of one architecture with their types and limits.</summary>
internal sealed class GgufShapeKeys(GgufFile file, string architecture)
{
    public int Number(string name, int least, int most, int? fallback)
    {
        var key = $"{architecture}.{name}";
        if (!file.Metadata.TryGetValue(key, out var value))
            return fallback ?? throw new GgufException(GgufFault.BadMetadata, $"'{key}' is missing.");
        return Within(key, value, least, most);
    }

    /// <summary>A value that is one number for all layers or an array with one for each.</summary>
    public int[] PerLayer(string name, int layers, int fallback)
    {
        var key = $"{architecture}.{name}";
        if (!file.Metadata.TryGetValue(key, out var value))
            return [.. Enumerable.Repeat(fallback, layers)];
        if (value is not GgufArray array)
            return [.. Enumerable.Repeat(Within(key, value, 0, GgufLimits.Width), layers)];
        if (array.Length != layers || array.Values.Count != layers)
            throw new GgufException(GgufFault.BadMetadata, $"'{key}' has {array.Length} values for {layers} layers.");
        return [.. array.Values.Select(element => Within(key, element, 0, GgufLimits.Width))];
    }

    /// <summary>A number with a fraction: it has to be finite, for what is computed from it indexes memory.</summary>
    public void Real(string name)
    {
        var key = $"{architecture}.{name}";
        if (file.Metadata.TryGetValue(key, out var value) && (value is not float number || !float.IsFinite(number) || number < 0))
            throw new GgufException(GgufFault.BadMetadata, $"'{key}' is not a finite 32-bit number of zero or more.");
    }

    public bool Truth(string name, bool fallback)
    {
        var key = $"{architecture}.{name}";
        if (!file.Metadata.TryGetValue(key, out var value))
            return fallback;
        return value as bool? ?? throw new GgufException(GgufFault.BadMetadata, $"'{key}' is not a truth value.");
    }

    /// <summary>The vocabulary's size, after a check that all its parts are of that size: llama.cpp reads them side by side.</summary>
    public int Vocabulary()
    {
        if (!file.Metadata.TryGetValue("tokenizer.ggml.tokens", out var value))
            return Number("vocab_size", 0, GgufLimits.Width, fallback: 0);
        if (value is not GgufArray { ElementType: GgufValueType.Text } tokens || tokens.Length == 0)
            throw new GgufException(GgufFault.BadMetadata, "'tokenizer.ggml.tokens' is not an array of texts, or is empty.");
        Beside("tokenizer.ggml.scores", GgufValueType.Float32, tokens.Length);
        Beside("tokenizer.ggml.token_type", GgufValueType.Int32, tokens.Length);
        if (file.Metadata.TryGetValue("tokenizer.ggml.merges", out var merges) && merges is not GgufArray { ElementType: GgufValueType.Text })
            throw new GgufException(GgufFault.BadMetadata, "'tokenizer.ggml.merges' is not an array of texts.");
        foreach (var (key, id) in file.Metadata)
        {
            if (key.StartsWith("tokenizer.ggml.", StringComparison.Ordinal) && key.EndsWith("_token_id", StringComparison.Ordinal)
                && !(GgufFile.AsWholeNumber(id) is { } token && token >= 0 && token < tokens.Length) && id is not uint.MaxValue)
            {
                throw new GgufException(GgufFault.BadMetadata, $"'{(key.Length <= 80 ? key : key[..80])}' is not one of the vocabulary's {tokens.Length} entries.");
            }
        }

        return tokens.Length;
    }

    private void Beside(string key, GgufValueType type, int length)
    {
        if (!file.Metadata.TryGetValue(key, out var value))
            return;
        if (value is not GgufArray array || array.ElementType != type)
            throw new GgufException(GgufFault.BadMetadata, $"'{key}' is not an array of {type}.");
        if (array.Length != length)
            throw new GgufException(GgufFault.BadMetadata, $"'{key}' has {array.Length} values for a vocabulary of {length}.");
    }

    private static int Within(string key, object value, int least, int most) =>
        GgufFile.AsWholeNumber(value) is { } number && number >= least && number <= most
            ? (int)number
            : throw new GgufException(GgufFault.BadMetadata, $"'{key}' is {(value is string or GgufArray ? "no number" : value)}; a whole number from {least} to {most} is expected.");
}
