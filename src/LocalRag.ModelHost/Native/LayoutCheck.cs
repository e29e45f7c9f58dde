using System.Runtime.CompilerServices;

namespace LocalRag.ModelHost.Native;

/// <summary>
/// Compares the loaded library's structures with those of this binding, by the default values that its releases are known to give.
/// A field that moved shows as a value in the wrong place, before any structure is handed over.
/// </summary>
internal static unsafe class LayoutCheck
{
    public static void Verify(string folder)
    {
        var model = Llama.PaddedModelParameters();
        var context = Llama.PaddedContextParameters();
        var mismatch = OfModel(Unsafe.As<Padded, ModelParameters>(ref model)) ?? OfContext(Unsafe.As<Padded, ContextParameters>(ref context)) ?? OfBatch();
        if (mismatch is not null)
            throw new LlamaLibraryException($"The llama.cpp in {folder} lays out {mismatch}. It is another build than the ones this program was made for; run `npm ci` in the checkout and build again.");
    }

    /// <summary>Says what differs from the known defaults; null where nothing does.</summary>
    public static string? OfModel(in ModelParameters found) =>
        found is { Devices: null, TensorBufferOverrides: 0, GpuLayers: -1, SplitMode: 1, LoadMode: -1, LazyMode: 1, MainGpu: 0, TensorSplit: null, ProgressCallback: null, ProgressCallbackData: null, MetadataOverrides: 0 }
        && found is { VocabularyOnly: 0, CheckTensors: 0, UseExtraBuffers: 1, NoHost: 0, NoAllocation: 0, LoadPrediction: 0 }
            ? null
            : "llama_model_params with other defaults than expected";

    /// <summary>Says what differs from the known defaults; null where nothing does.</summary>
    public static string? OfContext(in ContextParameters found) =>
        found is { ContextLength: 512, BatchTokens: 2048, MicroBatchTokens: 512, MaxSequences: 1, RecurrentSnapshots: 0, MaxOutputs: 0, MaxOutputsPerSequence: 1, ContextType: 0 }
        && found is { Threads: 4, BatchThreads: 4, RopeScaling: -1, Pooling: -1, Attention: -1, FlashAttention: -1, RopeFrequencyBase: 0, RopeFrequencyScale: 0 }
        && found is { YarnExtensionFactor: -1, YarnAttentionFactor: -1, YarnBetaFast: -1, YarnBetaSlow: -1, YarnOriginalContext: 0, DefragmentationThreshold: -1 }
        && found is { EvaluationCallback: 0, EvaluationCallbackData: 0, KeyType: 1, ValueType: 1, AbortCallback: null, AbortCallbackData: null }
        && found is { Embeddings: 0, OffloadCache: 1, NoPerformance: 1, OffloadOperations: 1, FullSlidingWindow: 1, UnifiedCache: 0, Samplers: 0, SamplerCount: 0, OtherContext: 0 }
            ? null
            : "llama_context_params with other defaults than expected";

    private static string? OfBatch()
    {
        var batch = Llama.llama_batch_init(4, 0, 1);
        var fits = batch is { TokenCount: 0, Embeddings: null } && batch.Tokens is not null && batch.Positions is not null
            && batch.SequenceCounts is not null && batch.Sequences is not null && batch.Outputs is not null && batch.Sequences[0] is not null && batch.Sequences[4] is null;
        if (!fits)
            return "llama_batch with other fields than expected";
        Llama.llama_batch_free(batch);
        return null;
    }
}
