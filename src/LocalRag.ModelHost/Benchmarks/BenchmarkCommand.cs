using System.Globalization;
using LocalRag.ModelHost.Hosting;
using LocalRag.ModelHost.Inference;
using LocalRag.ModelHost.Native;

namespace LocalRag.ModelHost.Benchmarks;

/// <summary><c>LocalRag.ModelHost bench</c>: measures the named models, without a server.</summary>
internal static class BenchmarkCommand
{
    private const int Texts = 48;

    public static async Task<int> RunAsync(HostOptions options, TextWriter output)
    {
        if (options.Named.Count == 0)
            throw new ArgumentException("bench needs --model NAME=PATH.");
        LlamaLibrary.Load(options.Native);
        foreach (var file in options.Named)
        {
            var (header, bytes) = file.Check();
            using var model = LlamaModel.Load(file, header, bytes);
            if (model.CanGenerate)
            {
                var figures = await GenerationBenchmark.RunAsync(model, options.Generator, CancellationToken.None);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{file.Name}: prompt {figures.PromptPerSecond:0} tokens/s, decode {figures.DecodePerSecond:0.0} tokens/s = {figures.DecodePerSecond / figures.Ceiling:0.00} of memory bandwidth over model bytes, second question's first token after {figures.SecondOverFirst:0.00} of the first's time"));
            }
            else
            {
                var (bare, ours) = await EmbeddingBenchmark.RunAsync(model, options.Generator.Threads, Texts, CancellationToken.None);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{file.Name}: llama.cpp's batch decoding {bare:0} tokens/s, this embedder {ours:0} tokens/s, ratio {ours / bare:0.00}, {options.Generator.Threads} threads"));
            }
        }

        return ExitCodes.Fine;
    }
}
