using BenchmarkDotNet.Attributes;
using LocalRag.Embedding;

namespace LocalRag.Benchmarks;

/// <summary>How many chunks of about 220 tokens the built-in model embeds; the reported time is for one chunk.</summary>
[MemoryDiagnoser]
public class EmbeddingBenchmarks
{
    private const int Chunks = 256;

    private StaticEmbedder _embedder = null!;
    private string[] _texts = [];
    private float[] _vectors = [];

    [GlobalSetup]
    public void Load()
    {
        _embedder = StaticEmbedder.LoadBuiltIn();
        _texts = ChunkTexts.Create(_embedder.CountTokens, Chunks, tokens: 220);
        _vectors = new float[Chunks * _embedder.Dimensions];
    }

    [Benchmark(OperationsPerInvoke = Chunks)]
    public void Embed_on_one_core()
    {
        for (var i = 0; i < _texts.Length; i++) _embedder.Embed(_texts[i], _vectors.AsSpan(i * _embedder.Dimensions, _embedder.Dimensions));
    }

    [Benchmark(OperationsPerInvoke = Chunks)]
    public void Embed_on_all_cores() => _embedder.EmbedAll(_texts, _vectors);

    [Benchmark(OperationsPerInvoke = Chunks)]
    public int Count_tokens()
    {
        var tokens = 0;
        foreach (var text in _texts) tokens += _embedder.CountTokens(text);
        return tokens;
    }
}
