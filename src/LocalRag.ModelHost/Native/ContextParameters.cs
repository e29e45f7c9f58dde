using System.Runtime.InteropServices;

namespace LocalRag.ModelHost.Native;

/// <summary><c>llama_context_params</c> of llama.cpp v0.4.0 and v0.5.0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ContextParameters
{
    public uint ContextLength;
    public uint BatchTokens;
    public uint MicroBatchTokens;
    public uint MaxSequences;
    public uint RecurrentSnapshots;
    public uint MaxOutputs;
    public uint MaxOutputsPerSequence;
    public int Threads;
    public int BatchThreads;
    public int ContextType;
    public int RopeScaling;
    public int Pooling;
    public int Attention;
    public int FlashAttention;
    public float RopeFrequencyBase;
    public float RopeFrequencyScale;
    public float YarnExtensionFactor;
    public float YarnAttentionFactor;
    public float YarnBetaFast;
    public float YarnBetaSlow;
    public uint YarnOriginalContext;
    public float DefragmentationThreshold;
    public nint EvaluationCallback;
    public nint EvaluationCallbackData;
    public int KeyType;
    public int ValueType;
    public delegate* unmanaged<void*, byte> AbortCallback;
    public void* AbortCallbackData;
    public byte Embeddings;
    public byte OffloadCache;
    public byte NoPerformance;
    public byte OffloadOperations;
    public byte FullSlidingWindow;
    public byte UnifiedCache;
    public nint Samplers;
    public nuint SamplerCount;
    public nint OtherContext;
}
