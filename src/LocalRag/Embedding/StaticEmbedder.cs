using System.Numerics;
using LocalRag.Embedding.Tokenization;
using Microsoft.Extensions.AI;

namespace LocalRag.Embedding;

/// <summary>
/// Embeds text with a static model in Model2Vec layout: a text's vector is the mean of its tokens' rows, each times the
/// token's weight, scaled to unit length where the model says so. A text without a known token gets the zero vector.
/// </summary>
/// <remarks>
/// Safe for use from many threads at once; nothing is held that needs disposal.
/// Follows the reference implementation (MinishLab/model2vec), but for one thing: texts are cut at the model's own
/// <c>seq_length</c>, where the reference cuts at 512 tokens unless told otherwise.
/// </remarks>
public sealed class StaticEmbedder : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int InitialTokens = 1024;

    private readonly Tokenizer _tokenizer;
    private readonly EmbeddingRows _rows;
    private readonly float[] _weights;
    private readonly int[] _mapping;
    private readonly int _unknownId;
    private readonly int _maximumTokens;
    private readonly long _maximumCharacters;
    private readonly bool _normalize;
    private readonly EmbeddingGeneratorMetadata _metadata;
    private readonly Lazy<EmbeddingFingerprint> _fingerprint;

    internal StaticEmbedder(StaticModel model)
    {
        Name = model.Name;
        _tokenizer = model.Tokenizer;
        _rows = model.Rows;
        _weights = model.Weights;
        _mapping = model.Mapping;
        _unknownId = model.UnknownId;
        _maximumTokens = model.Configuration.SequenceLength;
        _maximumCharacters = (long)_maximumTokens * model.MedianTokenLength;
        _normalize = model.Configuration.Normalize;
        _metadata = new EmbeddingGeneratorMetadata("LocalRag", defaultModelId: Name, defaultModelDimensions: Dimensions);

        // Not while loading: a search that needs no comparison does not pay for reading every byte again. A failure is not kept.
        _fingerprint = new(() => StaticModel.ReadFingerprint(model.Folder), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>The name of the model's folder.</summary>
    public string Name { get; }

    public int Dimensions => _rows.Dimensions;

    /// <summary>What decides this model's vectors; hashes the model's files at the first call.</summary>
    /// <exception cref="KnowledgeBaseException">A file of the model has gone.</exception>
    public EmbeddingFingerprint Fingerprint => _fingerprint.Value;

    private static string BuiltInFolder => Path.Combine(AppContext.BaseDirectory, "models", "builtin-embedder");

    /// <summary>Loads the model that is shipped with LocalRag, from <c>models/builtin-embedder</c> beside the program.</summary>
    /// <exception cref="KnowledgeBaseException">The program's folder is incomplete.</exception>
    public static StaticEmbedder LoadBuiltIn() => Load(BuiltInFolder);

    /// <summary>The <see cref="Fingerprint"/> of the model that is shipped with LocalRag, without loading it.</summary>
    /// <exception cref="KnowledgeBaseException">The program's folder is incomplete.</exception>
    public static EmbeddingFingerprint ReadBuiltInFingerprint() => StaticModel.ReadFingerprint(BuiltInFolder);

    /// <summary>Loads a model from a folder with <c>model.safetensors</c>, <c>tokenizer.json</c> and <c>config.json</c>.</summary>
    /// <exception cref="KnowledgeBaseException">A file is missing, damaged or of a kind that is not supported; the message names it.</exception>
    public static StaticEmbedder Load(string folder) => new(StaticModel.Read(folder));

    /// <summary>Counts the tokens of a text, unknown ones as well, without cutting it. Fits <see cref="Documents.TokenCounter"/>.</summary>
    public int CountTokens(ReadOnlySpan<char> text)
    {
        var tokens = new TokenBuffer(stackalloc int[InitialTokens]);
        try
        {
            _tokenizer.Encode(text, ref tokens);
            return tokens.Count;
        }
        finally
        {
            tokens.Dispose();
        }
    }

    /// <summary>Writes a text's vector to <paramref name="destination"/>, which has <see cref="Dimensions"/> elements.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public void Embed(ReadOnlySpan<char> text, Span<float> destination) => EmbedAndWeigh(text, destination);

    /// <summary>As <see cref="Embed"/>; tells the length of the mean before it is scaled, which is the greater the rarer a word is.</summary>
    internal float EmbedAndWeigh(ReadOnlySpan<char> text, Span<float> destination)
    {
        if (destination.Length != Dimensions)
            throw new ArgumentException($"The destination has {destination.Length} elements; the model has {Dimensions} dimensions.", nameof(destination));

        var tokens = new TokenBuffer(stackalloc int[InitialTokens]);
        try
        {
            _tokenizer.Encode(Cut(text), ref tokens);
            tokens.Remove(_unknownId);
            tokens.Truncate(_maximumTokens);
            return Pool(tokens.Ids, destination);
        }
        finally
        {
            tokens.Dispose();
        }
    }

    /// <summary>Embeds many texts on all cores; the vectors lie in <paramref name="destination"/> one behind the other.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is not <see cref="Dimensions"/> times as long as <paramref name="texts"/>.</exception>
    public void EmbedAll(IReadOnlyList<string> texts, Memory<float> destination, CancellationToken cancellationToken = default)
    {
        if (destination.Length != (long)texts.Count * Dimensions)
            throw new ArgumentException($"The destination has {destination.Length} elements; {texts.Count} texts of {Dimensions} dimensions do not fit it.", nameof(destination));

        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, texts.Count, options, index => Embed(texts[index], destination.Span.Slice(index * Dimensions, Dimensions)));
    }

    /// <summary>Embeds many texts on all cores, a vector each.</summary>
    public float[][] EmbedAll(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        var vectors = new float[texts.Count][];
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, texts.Count, options, index => Embed(texts[index], vectors[index] = new float[Dimensions]));
        return vectors;
    }

    /// <inheritdoc/>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options?.Dimensions is { } wanted && wanted != Dimensions)
            throw new ArgumentException($"The model {Name} has {Dimensions} dimensions, not {wanted}.", nameof(options));

        var texts = values as IReadOnlyList<string> ?? [.. values];
        return Task.Run(
            () => new GeneratedEmbeddings<Embedding<float>>(EmbedAll(texts, cancellationToken).Select(vector => new Embedding<float>(vector) { ModelId = Name })),
            cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Does nothing: there is nothing to release.</summary>
    public void Dispose()
    {
    }

    private float Pool(ReadOnlySpan<int> tokens, Span<float> destination)
    {
        destination.Clear();
        if (tokens.IsEmpty) return 0;

        _rows.AddTo(tokens, _mapping, _weights, destination);

        // Scaled once: a mean's divisor falls out of a vector of unit length, and the zero vector stays what it is.
        var length = MathF.Sqrt(SumOfSquares(destination));
        var divisor = _normalize ? length : tokens.Length;
        if (divisor > 0) Divide(destination, divisor);
        return length / tokens.Length;
    }

    private static float SumOfSquares(ReadOnlySpan<float> vector)
    {
        var sum = Vector<float>.Zero;
        var index = 0;
        for (; index <= vector.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var part = new Vector<float>(vector[index..]);
            sum += part * part;
        }

        var total = Vector.Sum(sum);
        for (; index < vector.Length; index++) total += vector[index] * vector[index];
        return total;
    }

    private static void Divide(Span<float> vector, float divisor)
    {
        var index = 0;
        for (; index <= vector.Length - Vector<float>.Count; index += Vector<float>.Count)
            (new Vector<float>(vector[index..]) / divisor).CopyTo(vector[index..]);
        for (; index < vector.Length; index++) vector[index] /= divisor;
    }

    /// <summary>The reference cuts characters before it cuts tokens, so that a long text costs no more than a whole one.</summary>
    private ReadOnlySpan<char> Cut(ReadOnlySpan<char> text)
    {
        if (text.Length <= _maximumCharacters) return text;

        var characters = 0L;
        for (var index = 0; index < text.Length; index++)
        {
            if (characters++ == _maximumCharacters) return text[..index];
            if (char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1])) index++;
        }

        return text;
    }
}
