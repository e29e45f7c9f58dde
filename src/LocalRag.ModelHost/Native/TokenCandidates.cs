using System.Runtime.InteropServices;

namespace LocalRag.ModelHost.Native;

/// <summary><c>llama_token_data_array</c>: what samplers narrow down, and the one that they chose.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TokenCandidates
{
    public TokenCandidate* Data;
    public nuint Count;
    public long Selected;
    public byte Sorted;
}
