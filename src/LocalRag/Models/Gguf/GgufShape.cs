namespace LocalRag.Models.Gguf;

/// <summary>A model's measures, checked against the limits of llama.cpp, which ends the process where some are overstepped.</summary>
public sealed record GgufShape
{
    /// <summary>The architecture's name, such as <c>llama</c> or <c>command-r</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Layers.</summary>
    public required int BlockCount { get; init; }

    /// <summary>Tokens of context that the model was trained for.</summary>
    public required int ContextLength { get; init; }

    /// <summary>The width of the model, and of its embeddings where no later layer changes it.</summary>
    public required int EmbeddingLength { get; init; }

    /// <summary>Attention heads, the largest number of any layer.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Heads with keys and values of their own, summed over the layers.</summary>
    public required long HeadsWithKeys { get; init; }

    /// <summary>Numbers a key has.</summary>
    public required int KeyLength { get; init; }

    /// <summary>Numbers a value has.</summary>
    public required int ValueLength { get; init; }

    /// <summary>Entries of the vocabulary.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>How token embeddings become one, by llama.cpp's number (1 mean, 2 first token, 3 last, 4 rank); null where the file does not say.</summary>
    public required int? Pooling { get; init; }

    /// <summary>Whether tokens see only those before them, as generators' do.</summary>
    public required bool Causal { get; init; }

    /// <summary>Bytes that one token of context takes in a cache of 16-bit keys and values.</summary>
    public long CacheBytesPerToken => HeadsWithKeys * ((long)KeyLength + ValueLength) * 2;

    internal static GgufShape Of(GgufFile file)
    {
        var architecture = file.Text("general.architecture")
            ?? throw new GgufException(GgufFault.BadMetadata, "'general.architecture' is missing or no text: llama.cpp would not know what the file holds.");
        if (architecture.Length is 0 or > 64 || architecture.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.')))
            throw new GgufException(GgufFault.BadMetadata, "'general.architecture' is not a name of letters, digits and dashes.");

        var keys = new GgufShapeKeys(file, architecture);
        var blocks = keys.Number("block_count", 0, GgufLimits.BlockCount, fallback: 0);
        var width = keys.Number("embedding_length", 1, GgufLimits.Width, fallback: file.Tensors.Count == 0 ? 1 : null);
        var context = keys.Number("context_length", 1, int.MaxValue, fallback: file.Tensors.Count == 0 ? 1 : null);
        var heads = keys.PerLayer("attention.head_count", blocks, fallback: 0);
        var keyHeads = file.Metadata.ContainsKey($"{architecture}.attention.head_count_kv") ? keys.PerLayer("attention.head_count_kv", blocks, fallback: 0) : heads;
        var most = heads.DefaultIfEmpty(0).Max();
        if (most > width)
            throw new GgufException(GgufFault.BadMetadata, $"'{architecture}.attention.head_count' is {most}, more than the embedding length of {width}.");
        foreach (var (head, keyHead) in heads.Zip(keyHeads))
        {
            if (keyHead > 0 && head % keyHead != 0)
                throw new GgufException(GgufFault.BadMetadata, $"'{architecture}.attention.head_count' is {head}, which does not divide by 'head_count_kv' of {keyHead}.");
        }

        var headLength = most > 0 ? width / most : 0;
        var experts = keys.Number("expert_count", 0, GgufLimits.ExpertCount, fallback: 0);
        keys.Number("expert_used_count", 0, experts, fallback: 0);
        keys.PerLayer("feed_forward_length", blocks, fallback: 0);
        keys.Number("rope.dimension_count", 0, GgufLimits.Width, fallback: 0);
        keys.Real("attention.layer_norm_rms_epsilon");
        keys.Real("attention.layer_norm_epsilon");
        keys.Real("rope.freq_base");

        return new GgufShape
        {
            Architecture = architecture,
            BlockCount = blocks,
            ContextLength = context,
            EmbeddingLength = width,
            HeadCount = most,
            HeadsWithKeys = keyHeads.Sum(count => (long)count),
            KeyLength = keys.Number("attention.key_length", 0, 65_536, headLength),
            ValueLength = keys.Number("attention.value_length", 0, 65_536, headLength),
            VocabularySize = keys.Vocabulary(),
            Pooling = file.Metadata.ContainsKey($"{architecture}.pooling_type") ? keys.Number("pooling_type", 0, 4, fallback: null) : null,
            Causal = keys.Truth("attention.causal", fallback: true),
        };
    }
}
