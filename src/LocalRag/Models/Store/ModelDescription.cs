using LocalRag.Models.Gguf;
using LocalRag.Models.Prompts;

namespace LocalRag.Models.Store;

/// <summary>What a model's own file says of it.</summary>
public sealed record ModelDescription(ModelRole Role, string Architecture, string? Title, int ContextTokens)
{
    // llama.cpp's number for a head that scores pairs.
    private const int RankPooling = 4;

    /// <summary>Reads a file's header; null where the file cannot be used.</summary>
    public static ModelDescription? Of(InstalledModel model)
    {
        try
        {
            var file = GgufFile.Open(model.Path);
            return new ModelDescription(RoleOf(file, model.Name), file.Shape.Architecture, file.ModelName, file.Shape.ContextLength);
        }
        catch (Exception error) when (error is GgufException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ModelRole RoleOf(GgufFile file, string name)
    {
        var names = $"{file.ModelName} {name}";
        if (file.Shape.Pooling == RankPooling || names.Contains("rerank", StringComparison.OrdinalIgnoreCase)) return ModelRole.Reranker;
        return !file.Shape.Causal || file.Shape.Pooling is not null || EmbeddingFamilies.Of(file.Shape.Architecture, file.ModelName, name) != EmbeddingFamilies.Unknown
            ? ModelRole.Embedder
            : ModelRole.Generator;
    }
}
