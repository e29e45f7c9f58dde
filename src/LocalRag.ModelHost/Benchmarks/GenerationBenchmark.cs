using System.Diagnostics;
using System.Numerics.Tensors;
using LocalRag.ModelHost.Inference;

namespace LocalRag.ModelHost.Benchmarks;

/// <summary>Measures a generator: prompt and decode speed, what of the memory's bandwidth decoding uses, and what the shared beginning of a second prompt saves.</summary>
internal static class GenerationBenchmark
{
    /// <summary>What was measured.</summary>
    /// <param name="PromptPerSecond">Tokens of prompt a second.</param>
    /// <param name="DecodePerSecond">Tokens of answer a second.</param>
    /// <param name="Ceiling">Tokens a second that memory allows: its bandwidth over the model's size.</param>
    /// <param name="SecondOverFirst">Time to the first token of a second question on the same sources, over the first's.</param>
    public sealed record Figures(double PromptPerSecond, double DecodePerSecond, double Ceiling, double SecondOverFirst);

    public static async Task<Figures> RunAsync(LlamaModel model, GeneratorOptions options, CancellationToken cancellation)
    {
        using var generator = new Generator(model, options with { ContextTokens = Math.Min(options.ContextTokens, 2048) }, new ComputeGate());
        var room = (generator.ContextLength / 2) - 40;
        var sources = model.Vocabulary.Plain(string.Join('\n', SampleTexts.Create(64)));
        sources = sources[..Math.Min(room, sources.Length)];
        var first = await Ask(generator, [.. sources, .. model.Vocabulary.Plain(" Which word comes first?")], cancellation);
        var second = await Ask(generator, [.. sources, .. model.Vocabulary.Plain(" How many words are there?")], cancellation);
        return new Figures(
            first.PromptTokens / first.PromptTime.TotalSeconds,
            (second.GeneratedTokens - 1) / second.GenerationTime.TotalSeconds,
            BytesPerSecond(options.Threads) / model.Bytes,
            second.PromptTime / first.PromptTime);
    }

    private static async Task<GenerationResult> Ask(Generator generator, int[] prompt, CancellationToken cancellation)
    {
        var request = new GenerationRequest { Prompt = prompt, MaxTokens = 64, Sampling = new SamplingSettings { Temperature = 0 } };
        GenerationResult? result = null;
        await foreach (var update in generator.Submit(request, cancellation).ReadAllAsync(cancellation))
            result = update.Result ?? result;
        return result!;
    }

    /// <summary>Reads a buffer that no cache holds with as many threads as the model gets.</summary>
    private static double BytesPerSecond(int threads)
    {
        const int Length = 64 << 20;
        var buffers = Enumerable.Range(0, threads).Select(_ => new float[Length / sizeof(float)]).ToArray();
        foreach (var buffer in buffers)
            buffer.AsSpan().Fill(1);
        var best = 0d;
        for (var round = 0; round < 4; round++)
        {
            var clock = Stopwatch.StartNew();
            Parallel.ForEach(buffers, new ParallelOptions { MaxDegreeOfParallelism = threads }, buffer => TensorPrimitives.Sum(buffer));
            best = Math.Max(best, (double)threads * Length / clock.Elapsed.TotalSeconds);
        }

        return best;
    }
}
