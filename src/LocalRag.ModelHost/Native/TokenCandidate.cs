using System.Runtime.InteropServices;

namespace LocalRag.ModelHost.Native;

/// <summary><c>llama_token_data</c>: a token that may come next.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TokenCandidate
{
    public int Token;
    public float Logit;
    public float Probability;
}
