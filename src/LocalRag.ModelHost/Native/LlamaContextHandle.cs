using System.Runtime.InteropServices;

namespace LocalRag.ModelHost.Native;

/// <summary>Owns a llama.cpp context.</summary>
internal sealed class LlamaContextHandle : SafeHandle
{
    public LlamaContextHandle(nint context)
        : base(0, ownsHandle: true) => SetHandle(context);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Llama.llama_free(handle);
        return true;
    }
}
