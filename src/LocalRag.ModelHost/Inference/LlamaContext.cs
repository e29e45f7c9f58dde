using LocalRag.ModelHost.Native;

namespace LocalRag.ModelHost.Inference;

/// <summary>A context over a model: room for sequences, and a batch that is filled and computed again and again.</summary>
/// <remarks>For one thread at a time.</remarks>
internal sealed unsafe class LlamaContext : IDisposable
{
    private readonly LlamaContextHandle handle;
    private readonly LlamaModel model;
    private readonly ComputeGate gate;
    private readonly int capacity;
    private readonly nint memory;
    private readonly ThreadChoice threads;
    private NativeBatch batch;

    private LlamaContext(LlamaContextHandle handle, LlamaModel model, ComputeGate gate, ThreadChoice threads, int capacity)
    {
        this.handle = handle;
        this.model = model;
        this.gate = gate;
        this.capacity = capacity;
        this.threads = threads;
        memory = Llama.llama_get_memory(handle);
        batch = Llama.llama_batch_init(capacity, 0, 1);
    }

    /// <summary>Tokens that are in the batch.</summary>
    public int Count => batch.TokenCount;

    /// <summary>Tokens that a batch may have.</summary>
    public int Capacity => capacity;

    /// <summary>Makes a context.</summary>
    /// <param name="model">The model.</param>
    /// <param name="gate">What keeps computations apart.</param>
    /// <param name="shape">Its sizes, over the library's defaults.</param>
    /// <exception cref="HostException">There is no memory for it, or the model does not allow it.</exception>
    public static LlamaContext Create(LlamaModel model, ComputeGate gate, Func<ContextParameters, ContextParameters> shape)
    {
        var parameters = shape(Llama.llama_context_default_params());
        NativeLog.ClearComplaints();
        var handle = new LlamaContextHandle(Llama.llama_init_from_model(model.Handle, parameters));
        if (handle.IsInvalid)
            throw new HostException(HostError.ComputeFailed, $"llama.cpp could make no context of {parameters.ContextLength} tokens for '{model.Name}': {NativeLog.LastComplaints()}");
        return new LlamaContext(handle, model, gate, new ThreadChoice(parameters.Threads, model.Bytes), (int)parameters.BatchTokens);
    }

    /// <summary>Empties the batch.</summary>
    public void Clear() => batch.TokenCount = 0;

    /// <summary>Adds a token and gives its place in the batch.</summary>
    public int Add(int token, int position, int sequence, bool output)
    {
        var index = batch.TokenCount;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, capacity);
        batch.Tokens[index] = token;
        batch.Positions[index] = position;
        batch.SequenceCounts[index] = 1;
        batch.Sequences[index][0] = sequence;
        batch.Outputs[index] = output ? (byte)1 : (byte)0;
        batch.TokenCount++;
        return index;
    }

    /// <summary>Computes the batch, when its turn has come. Gives llama.cpp's result: 0 is success, 1 no room, 2 aborted.</summary>
    public int Compute() => gate.Run(() =>
    {
        var now = threads.Now;
        Llama.llama_set_n_threads(handle, now, now);
        return memory != 0 ? Llama.llama_decode(handle, batch) : Llama.llama_encode(handle, batch);
    });

    /// <summary>The distribution after a token of the last batch that asked for output.</summary>
    public ReadOnlySpan<float> Logits(int index)
    {
        var logits = Llama.llama_get_logits_ith(handle, index);
        return logits is null
            ? throw new HostException(HostError.ComputeFailed, $"The model '{model.Name}' gave no output for token {index} of the batch.")
            : new ReadOnlySpan<float>(logits, model.Vocabulary.Size);
    }

    /// <summary>The pooled vector of a sequence of the last batch.</summary>
    public ReadOnlySpan<float> Pooled(int sequence, int length)
    {
        var vector = Llama.llama_get_embeddings_seq(handle, sequence);
        return vector is null
            ? throw new HostException(HostError.ComputeFailed, $"The model '{model.Name}' gave no vector for a text.")
            : new ReadOnlySpan<float>(vector, length);
    }

    /// <summary>Forgets a sequence from a position on. False where the model cannot forget a part; then nothing is forgotten.</summary>
    public bool Forget(int sequence, int from) => Llama.llama_memory_seq_rm(memory, sequence, from, -1) != 0;

    /// <summary>Forgets everything.</summary>
    public void ForgetAll()
    {
        if (memory != 0)
            Llama.llama_memory_clear(memory, 0);
    }

    /// <summary>Lets a sequence share the beginning of another one.</summary>
    public void Share(int source, int target, int length) => Llama.llama_memory_seq_cp(memory, source, target, 0, length);

    /// <summary>How many tokens of a sequence are computed.</summary>
    public int Length(int sequence) => Llama.llama_memory_seq_pos_max(memory, sequence) + 1;

    public void Dispose()
    {
        if (handle.IsClosed)
            return;
        Llama.llama_batch_free(batch);
        handle.Dispose();
    }
}
