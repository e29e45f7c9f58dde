using System.Runtime.InteropServices;

namespace LocalRag.ModelHost.Native;

/// <summary>Owns a llama.cpp sampler.</summary>
internal sealed class LlamaSamplerHandle : SafeHandle
{
    public LlamaSamplerHandle(nint sampler)
        : base(0, ownsHandle: true) => SetHandle(sampler);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Llama.llama_sampler_free(handle);
        return true;
    }
}
