using System.Runtime.InteropServices;

namespace LocalRag.ModelHost.Native;

/// <summary><c>llama_model_params</c> of llama.cpp v0.4.0 and v0.5.0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ModelParameters
{
    public nint* Devices;
    public nint TensorBufferOverrides;
    public int GpuLayers;
    public int SplitMode;
    public int LoadMode;
    public int LazyMode;
    public int MainGpu;
    public float* TensorSplit;
    public delegate* unmanaged<float, void*, byte> ProgressCallback;
    public void* ProgressCallbackData;
    public nint MetadataOverrides;
    public byte VocabularyOnly;
    public byte CheckTensors;
    public byte UseExtraBuffers;
    public byte NoHost;
    public byte NoAllocation;
    public byte LoadPrediction;
}
