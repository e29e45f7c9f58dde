using System.Text;
using LocalRag.Embedding.Tokenization;

namespace LocalRag.Embedding;

/// <summary>The parts of a Model2Vec folder, read and checked against each other.</summary>
internal sealed record StaticModel
{
    /// <summary>The largest vocabularies in use take 30 MB of JSON.</summary>
    private const long MaximumTextLength = 256L << 20;

    /// <summary>Longer tokens count as this long, which changes no median of a vocabulary in use.</summary>
    private const int LongestCountedLength = 255;

    public required string Folder { get; init; }

    public string Name => Path.GetFileName(Folder);

    public required Tokenizer Tokenizer { get; init; }

    public required StaticModelConfiguration Configuration { get; init; }

    public required EmbeddingRows Rows { get; init; }

    /// <summary>Token to weight, or empty.</summary>
    public required float[] Weights { get; init; }

    /// <summary>Token to row, or empty.</summary>
    public required int[] Mapping { get; init; }

    /// <summary>The token that is left out of the mean, or -1.</summary>
    public required int UnknownId { get; init; }

    public required int MedianTokenLength { get; init; }

    /// <exception cref="KnowledgeBaseException">A file is missing, damaged or of a kind that is not supported.</exception>
    public static StaticModel Read(string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var configurationPath = Path.Combine(folder, "config.json");
        var tokenizerPath = Path.Combine(folder, "tokenizer.json");
        var tensorsPath = Path.Combine(folder, "model.safetensors");

        var configuration = StaticModelConfiguration.Read(configurationPath, ReadFile(configurationPath));

        // At the same time: a start waits for both, and one is all disk and memory, the other all reckoning.
        var reading = Task.Run(() => StaticModelTensors.Read(tensorsPath));
        var file = TokenizerFile.Read(tokenizerPath, ReadFile(tokenizerPath));
        var tokenizer = TokenizerFactory.Create(file);
        var (rows, weights, mapping) = reading.GetAwaiter().GetResult();
        Check(tensorsPath, CountTokens(file), rows, weights, mapping);
        return new StaticModel
        {
            Folder = folder,
            Tokenizer = tokenizer,
            Configuration = configuration,
            Rows = rows,
            Weights = weights,
            Mapping = mapping,
            UnknownId = file.ModelText("unk_token") is { } unknown ? TokenModelFactory.Find(file, unknown) : -1,
            MedianTokenLength = MedianLength(file),
        };
    }

    /// <summary>What decides the model's vectors, from its files' hashes and headers: far sooner there than the model itself.</summary>
    /// <exception cref="KnowledgeBaseException">A file is missing, damaged or of a kind that is not supported.</exception>
    public static EmbeddingFingerprint ReadFingerprint(string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var configurationPath = Path.Combine(folder, "config.json");
        var configuration = StaticModelConfiguration.Read(configurationPath, ReadFile(configurationPath));
        var dimensions = StaticModelTensors.ReadDimensions(Path.Combine(folder, "model.safetensors"));
        return new EmbeddingFingerprint(Path.GetFileName(folder), ModelFiles.Hash(folder), dimensions, "mean", configuration.Normalize);
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= MaximumTextLength
                ? File.ReadAllBytes(path)
                : throw ModelFault.In(path, $"has {length:N0} bytes, more than any model's");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ModelFault.Unreadable(path, exception);
        }
    }

    private static void Check(string path, int tokens, EmbeddingRows rows, float[] weights, int[] mapping)
    {
        const string remedy = "The files are of different models: fetch or copy all of them again.";
        if (mapping.Length == 0 && rows.Count < tokens)
            throw ModelFault.In(path, $"has {rows.Count} rows for {tokens} tokens of tokenizer.json", remedy);
        if (mapping.Length != 0 && mapping.Length < tokens)
            throw ModelFault.In(path, $"maps {mapping.Length} of {tokens} tokens of tokenizer.json", remedy);
        if (mapping.AsSpan().IndexOfAnyExceptInRange(0, rows.Count - 1) is var stray and >= 0)
            throw ModelFault.In(path, $"maps token {stray} to row {mapping[stray]} of {rows.Count}", remedy);
        if (weights.Length != 0 && weights.Length < tokens)
            throw ModelFault.In(path, $"has {weights.Length} weights for {tokens} tokens of tokenizer.json", remedy);
    }

    /// <summary>One more than the greatest id.</summary>
    private static int CountTokens(TokenizerFile file)
    {
        var greatest = AddedTokenList.Read(file).Select(static each => each.Token.Id).DefaultIfEmpty(0).Max();
        foreach (var entry in file.Vocabulary)
        {
            if (entry.Id < 0) throw ModelFault.In(file.Path, $"gives a token the id {entry.Id}");
            greatest = Math.Max(greatest, entry.Id);
        }

        return greatest == int.MaxValue ? throw ModelFault.In(file.Path, $"gives a token the id {greatest}") : greatest + 1;
    }

    private static int MedianLength(TokenizerFile file)
    {
        // By counting: sorting tens of thousands of lengths would show in the time a start takes.
        Span<int> tokensOfLength = stackalloc int[LongestCountedLength + 1];
        tokensOfLength.Clear();
        foreach (var entry in file.Vocabulary) tokensOfLength[Math.Min(CodePoints(file.TextOf(entry)), LongestCountedLength)]++;
        return (LengthAt(tokensOfLength, (file.Vocabulary.Count - 1) / 2) + LengthAt(tokensOfLength, file.Vocabulary.Count / 2)) / 2;
    }

    private static int LengthAt(ReadOnlySpan<int> tokensOfLength, int place)
    {
        var length = 0;
        while ((place -= tokensOfLength[length]) >= 0) length++;
        return length;
    }

    private static int CodePoints(ReadOnlySpan<char> text)
    {
        if (Ascii.IsValid(text)) return text.Length;

        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }
}
