using System.Numerics.Tensors;

namespace LocalRag.ModelHost.Inference;

/// <summary>Embeds texts of any lengths: many of them side by side in each batch of one context.</summary>
/// <remarks>Requests take turns at each batch, so that one question is not kept waiting by a whole index.</remarks>
internal sealed class Embedder : IDisposable
{
    /// <summary>Attention within a batch costs its length squared, other texts' tokens included, so batches of short texts stay short.</summary>
    internal const int BatchTokens = 512;

    private const int MaxSequences = 64;
    private const int LongestContext = 8192;

    private readonly LlamaModel model;
    private readonly ComputeGate gate;
    private readonly int threads;
    private readonly SemaphoreSlim turn = new(1);
    private LlamaContext? context;

    public Embedder(LlamaModel model, Pooling pooling, ComputeGate gate, int threads)
    {
        if (model.IsVocabularyOnly)
            throw new HostException(HostError.InvalidRequest, $"The file of '{model.Name}' has a vocabulary and no weights.");
        this.model = model;
        this.gate = gate;
        this.threads = threads;
        Pooling = pooling;
        MaxTokens = Math.Min(model.TrainedContext, LongestContext);
    }

    public Pooling Pooling { get; }

    /// <summary>Tokens that one text may have.</summary>
    public int MaxTokens { get; }

    /// <summary>Numbers that llama.cpp gives for a text: a vector, or a score.</summary>
    public int Width => Pooling == Pooling.Rank ? Math.Max(1, (int)Native.Llama.llama_model_n_cls_out(model.Handle)) : Native.Llama.llama_model_n_embd_out(model.Handle);

    /// <summary>Embeds texts. The vectors are of length one and in the order of the texts.</summary>
    public async Task<float[][]> EmbedAsync(IReadOnlyList<EmbeddingInput> inputs, CancellationToken cancellation)
    {
        var vectors = await ComputeAsync([.. inputs.SelectMany(input => input.Parts)], cancellation);
        var next = 0;
        var embeddings = new float[inputs.Count][];
        for (var i = 0; i < inputs.Count; i++)
        {
            embeddings[i] = Mean(inputs[i].Parts, vectors.AsSpan(next, inputs[i].Parts.Count));
            next += inputs[i].Parts.Count;
        }

        return embeddings;
    }

    /// <summary>Gives llama.cpp's pooled output for each sequence of tokens, in their order, unchanged.</summary>
    public async Task<float[][]> ComputeAsync(IReadOnlyList<int[]> sequences, CancellationToken cancellation)
    {
        var results = new float[sequences.Count][];
        foreach (var batch in Batches(sequences))
        {
            await turn.WaitAsync(cancellation);
            try
            {
                await Task.Run(() => Compute(sequences, batch, results), cancellation);
            }
            finally
            {
                turn.Release();
            }
        }

        return results;
    }

    public void Dispose()
    {
        context?.Dispose();
        turn.Dispose();
    }

    /// <summary>Groups sequences into batches, the longest first: what is left beside a long one is filled with the longest that fit.</summary>
    internal static List<List<int>> Batches(IReadOnlyList<int[]> sequences)
    {
        var left = new LinkedList<int>(Enumerable.Range(0, sequences.Count).OrderByDescending(index => sequences[index].Length));
        var batches = new List<List<int>>();
        while (left.First is { } longest)
        {
            var batch = new List<int>();
            var room = Math.Max(BatchTokens, sequences[longest.Value].Length);
            for (var node = left.First; node is not null && batch.Count < MaxSequences && room > 0;)
            {
                var next = node.Next;
                if (sequences[node.Value].Length <= room)
                {
                    room -= sequences[node.Value].Length;
                    batch.Add(node.Value);
                    left.Remove(node);
                }

                node = next;
            }

            batches.Add(batch);
        }

        return batches;
    }

    private void Compute(IReadOnlyList<int[]> sequences, List<int> batch, float[][] results)
    {
        var target = Room(batch.Sum(index => sequences[index].Length));
        target.ForgetAll();
        target.Clear();
        for (var sequence = 0; sequence < batch.Count; sequence++)
        {
            var tokens = sequences[batch[sequence]];
            for (var position = 0; position < tokens.Length; position++)
                target.Add(tokens[position], position, sequence, output: true);
        }

        var result = target.Compute();
        if (result != 0)
            throw new HostException(HostError.ComputeFailed, $"llama.cpp could not compute {target.Count} tokens of '{model.Name}' (result {result}): {Native.NativeLog.LastComplaints()}");
        for (var sequence = 0; sequence < batch.Count; sequence++)
            results[batch[sequence]] = target.Pooled(sequence, Width).ToArray();
    }

    /// <summary>The context, made anew where a longer text comes than it has room for: a few times at most, as it doubles.</summary>
    private LlamaContext Room(int tokens)
    {
        if (context is not null && context.Capacity >= tokens)
            return context;
        var capacity = BatchTokens;
        while (capacity < tokens)
            capacity *= 2;
        context?.Dispose();
        return context = LlamaContext.Create(model, gate, parameters => parameters with
        {
            ContextLength = (uint)capacity,
            BatchTokens = (uint)capacity,
            MicroBatchTokens = (uint)capacity,
            MaxSequences = MaxSequences,
            Threads = threads,
            BatchThreads = threads,
            Pooling = (int)Pooling,
            Embeddings = 1,
            UnifiedCache = 1,
        });
    }

    private static float[] Mean(IReadOnlyList<int[]> parts, ReadOnlySpan<float[]> vectors)
    {
        var mean = new float[vectors[0].Length];
        for (var i = 0; i < vectors.Length; i++)
        {
            // Each part counts by its length, whatever the length of its vector.
            var norm = TensorPrimitives.Norm(vectors[i]);
            if (norm > 0)
                TensorPrimitives.MultiplyAdd(vectors[i], parts[i].Length / norm, mean, mean);
        }

        var length = TensorPrimitives.Norm(mean);
        if (length > 0)
            TensorPrimitives.Divide(mean, length, mean);
        return mean;
    }
}
