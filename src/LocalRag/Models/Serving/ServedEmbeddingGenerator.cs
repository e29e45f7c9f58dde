using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LocalRag.Models.Serving;

/// <summary>
/// Embeds at a server's <c>/v1/embeddings</c>. Written out, because OpenAI's own client cannot ask the model host to cut over-long texts.
/// </summary>
internal sealed class ServedEmbeddingGenerator(ModelServer server, string model) : IEmbeddingGenerator<string, Embedding<float>>
{
    // So many texts a request that a server's work is never held up by the line, and no request grows past its limit.
    private const int TextsPerRequest = 512;

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var texts in values.Chunk(TextsPerRequest))
        {
            var body = new EmbeddingBody(model, texts, "base64", options?.Dimensions, server.Kind == ServerKind.ModelHost ? "cut" : null);
            using var json = await server.PostAsync("v1/embeddings", body, model, cancellationToken).ConfigureAwait(false);
            foreach (var vector in Read(json.RootElement, texts.Length)) embeddings.Add(new Embedding<float>(vector) { ModelId = model });
        }

        return embeddings;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // The server is shared, and disposed by its owner.
    }

    private float[][] Read(JsonElement json, int count)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array || data.GetArrayLength() != count)
            throw Malformed($"it gave no {count} vectors for {count} texts");
        var vectors = new float[count][];
        foreach (var item in data.EnumerateArray())
        {
            if (!item.TryGetProperty("index", out var index) || !index.TryGetInt32(out var place) || place < 0 || place >= count || !item.TryGetProperty("embedding", out var embedding))
                throw Malformed("a vector has no place");
            // Some servers send numbers whatever was asked for.
            vectors[place] = embedding.ValueKind == JsonValueKind.String ? MemoryMarshal.Cast<byte, float>(embedding.GetBytesFromBase64()).ToArray() : [.. embedding.EnumerateArray().Select(number => number.GetSingle())];
        }

        return Array.TrueForAll(vectors, vector => vector is { Length: > 0 } && vector.Length == vectors[0].Length) ? vectors : throw Malformed("its vectors are of different lengths");
    }

    private ModelException Malformed(string what) => new(ModelError.Failed, $"{server.Title} answered something for {model} that is no embedding: {what}.");

    private sealed record EmbeddingBody(string Model, IReadOnlyList<string> Input, string EncodingFormat, int? Dimensions, string? Truncate);
}
