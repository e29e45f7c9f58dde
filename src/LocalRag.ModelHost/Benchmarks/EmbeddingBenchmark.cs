using System.Diagnostics;
using LocalRag.ModelHost.Inference;
using LocalRag.ModelHost.Native;

namespace LocalRag.ModelHost.Benchmarks;

/// <summary>Compares the embedder with llama.cpp's bare batch decoding on the same model, texts and threads, turn about in one run.</summary>
internal static class EmbeddingBenchmark
{
    private const int Rounds = 5;

    /// <summary>Runs it and gives tokens a second of both, the better of the bare one's two batch sizes.</summary>
    public static async Task<(double Bare, double Ours)> RunAsync(LlamaModel model, int threads, int texts, CancellationToken cancellation)
    {
        var gate = new ComputeGate();
        var pooling = model.Header.Shape.Pooling is int number and > 0 ? (Pooling)number : model.Header.Shape.Causal ? Pooling.Last : Pooling.Mean;
        using var embedder = new Embedder(model, pooling, gate, threads);
        var documents = SampleTexts.Create(texts);
        var sequences = documents.Select(text => EmbeddingInput.Create(model.Vocabulary, text, Math.Min(512, embedder.MaxTokens), TooLong.Cut).Parts[0]).ToList();
        var tokens = sequences.Sum(sequence => sequence.Length);

        List<double> bare = [], bareLarge = [], ours = [];
        await Ours();
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(Bare(model, pooling, sequences, threads, 512));
            bareLarge.Add(Bare(model, pooling, sequences, threads, 2048));
            ours.Add(await Ours());
        }

        return (Math.Max(Median(bare), Median(bareLarge)), Median(ours));

        static double Median(List<double> rates) => rates.Order().ElementAt(rates.Count / 2);

        async Task<double> Ours()
        {
            var clock = Stopwatch.StartNew();
            await embedder.EmbedAsync([.. documents.Select(text => EmbeddingInput.Create(model.Vocabulary, text, Math.Min(512, embedder.MaxTokens), TooLong.Cut))], cancellation);
            return tokens / clock.Elapsed.TotalSeconds;
        }
    }

    /// <summary>What llama.cpp's own embedding example does: sequences in their order, a batch computed when the next one would not fit.</summary>
    private static unsafe double Bare(LlamaModel model, Pooling pooling, List<int[]> sequences, int threads, int batchTokens)
    {
        const int MaxSequences = 64;
        var parameters = Llama.llama_context_default_params();
        parameters.ContextLength = parameters.BatchTokens = parameters.MicroBatchTokens = (uint)batchTokens;
        parameters.MaxSequences = MaxSequences;
        parameters.Threads = parameters.BatchThreads = threads;
        parameters.Pooling = (int)pooling;
        parameters.Embeddings = 1;
        parameters.UnifiedCache = 1;
        using var context = new LlamaContextHandle(Llama.llama_init_from_model(model.Handle, parameters));
        var memory = Llama.llama_get_memory(context);
        var batch = Llama.llama_batch_init(batchTokens, 0, 1);
        var clock = Stopwatch.StartNew();
        var count = 0;
        foreach (var sequence in sequences)
        {
            if (batch.TokenCount + sequence.Length > batchTokens || count == MaxSequences)
                Flush();
            for (var position = 0; position < sequence.Length; position++)
            {
                var at = batch.TokenCount++;
                batch.Tokens[at] = sequence[position];
                batch.Positions[at] = position;
                batch.SequenceCounts[at] = 1;
                batch.Sequences[at][0] = count;
                batch.Outputs[at] = 1;
            }

            count++;
        }

        Flush();
        var seconds = clock.Elapsed.TotalSeconds;
        Llama.llama_batch_free(batch);
        return sequences.Sum(sequence => sequence.Length) / seconds;

        void Flush()
        {
            if (memory != 0)
                Llama.llama_memory_clear(memory, 0);
            var result = memory != 0 ? Llama.llama_decode(context, batch) : Llama.llama_encode(context, batch);
            if (result != 0)
                throw new HostException(HostError.ComputeFailed, $"llama.cpp could not compute a batch (result {result}).");
            batch.TokenCount = count = 0;
        }
    }
}
