using System.Runtime.InteropServices;

namespace LocalRag.ModelHost.Native;

/// <summary><c>llama_batch</c>: tokens of one or many sequences, as arrays side by side.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeBatch
{
    public int TokenCount;
    public int* Tokens;
    public float* Embeddings;
    public int* Positions;
    public int* SequenceCounts;
    public int** Sequences;
    public byte* Outputs;
}
