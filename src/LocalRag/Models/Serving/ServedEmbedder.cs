using System.Numerics.Tensors;
using LocalRag.Models.Prompts;
using Microsoft.Extensions.AI;

namespace LocalRag.Models.Serving;

/// <summary>An embedder at a server, with its family's prefixes; every vector has the length 1. Safe for many threads.</summary>
public sealed class ServedEmbedder(string name, string identity, EmbeddingFamily family, IEmbeddingGenerator<string, Embedding<float>> generator)
{
    public string Name { get; } = name;

    public EmbeddingFamily Family { get; } = family;

    /// <summary>The model's own: its file's SHA-256, or the server's address with its name there.</summary>
    public string Identity { get; } = identity;

    /// <summary>
    /// What makes its vectors comparable: the model's identity (its file's hash or the server's name for it), prefixes, pooling, normalisation.
    /// Vectors of another fingerprint must not be searched with these.
    /// </summary>
    public string Fingerprint { get; } = $"{identity}|q={family.QueryPrefix}|d={family.DocumentPrefix}|{family.Pooling}|l2";

    /// <summary>Embeds documents, in order.</summary>
    /// <exception cref="ModelException">The server failed.</exception>
    public Task<IReadOnlyList<float[]>> EmbedDocumentsAsync(IEnumerable<string> texts, CancellationToken cancellationToken = default) =>
        EmbedAsync(texts.Select(text => Family.Document(text)), cancellationToken);

    /// <summary>Embeds a query.</summary>
    /// <exception cref="ModelException">The server failed.</exception>
    public async Task<float[]> EmbedQueryAsync(string text, EmbeddingTask task, CancellationToken cancellationToken = default) =>
        (await EmbedAsync([Family.Query(text, task)], cancellationToken).ConfigureAwait(false))[0];

    private async Task<IReadOnlyList<float[]>> EmbedAsync(IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        var embeddings = await generator.GenerateAsync(texts, cancellationToken: cancellationToken).ConfigureAwait(false);
        var vectors = new float[embeddings.Count][];
        for (var i = 0; i < vectors.Length; i++)
        {
            var vector = embeddings[i].Vector.ToArray();
            var length = TensorPrimitives.Norm<float>(vector);
            if (!float.IsFinite(length)) throw new ModelException(ModelError.Failed, $"{Name} gave a vector that is no number for a text: its file is damaged.");
            if (length > 0) TensorPrimitives.Divide(vector, length, vector);
            vectors[i] = vector;
        }

        return vectors;
    }
}
