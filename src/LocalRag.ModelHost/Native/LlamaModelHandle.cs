using System.Runtime.InteropServices;

namespace LocalRag.ModelHost.Native;

/// <summary>Owns a llama.cpp model.</summary>
internal sealed class LlamaModelHandle : SafeHandle
{
    public LlamaModelHandle(nint model)
        : base(0, ownsHandle: true) => SetHandle(model);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Llama.llama_model_free(handle);
        return true;
    }
}
