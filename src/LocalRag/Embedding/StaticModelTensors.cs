using LocalRag.Embedding.Safetensors;

namespace LocalRag.Embedding;

/// <summary>The tensors of a Model2Vec model.</summary>
/// <param name="Rows">The token vectors.</param>
/// <param name="Weights">Token to weight, or empty.</param>
/// <param name="Mapping">Token to row, or empty.</param>
internal sealed record StaticModelTensors(EmbeddingRows Rows, float[] Weights, int[] Mapping)
{
    /// <exception cref="KnowledgeBaseException">The file is missing, damaged or of a kind that is not supported.</exception>
    public static StaticModelTensors Read(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return new StaticModelTensors(
            ReadRows(file, path),
            file.Find("weights") is { } weights ? file.ReadSingles(weights) : [],
            file.Find("mapping") is { } mapping ? file.ReadIntegers(mapping) : []);
    }

    /// <summary>The number of elements of a row, from the file's header.</summary>
    /// <exception cref="KnowledgeBaseException">The file is missing, damaged or of a kind that is not supported.</exception>
    public static int ReadDimensions(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return (int)FindRows(file, path).Shape[1];
    }

    private static TensorInfo FindRows(SafetensorsFile file, string path)
    {
        var info = file.Find("embeddings") ?? file.Find("embedding.weight")
            ?? throw ModelFault.In(path, $"has no tensor `embeddings` (it has: {string.Join(", ", file.Names.Take(8))})", "Choose a model in Model2Vec layout.");
        if (info.Shape is not [> 0 and <= int.MaxValue, > 0 and <= int.MaxValue])
            throw ModelFault.In(path, $"has a tensor `{info.Name}` of shape [{string.Join(", ", info.Shape)}], where [tokens, dimensions] is needed");
        return info;
    }

    private static EmbeddingRows ReadRows(SafetensorsFile file, string path)
    {
        var info = FindRows(file, path);
        var (count, dimensions) = ((int)info.Shape[0], (int)info.Shape[1]);
        return info.Type == TensorType.I8
            ? new Int8Rows(file.Read<sbyte>(info), count, dimensions)
            : new SingleRows(file.ReadSingles(info), count, dimensions);
    }
}
