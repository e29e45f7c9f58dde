namespace LocalRag.ModelHost.Inference;

/// <summary>A model that a request uses. While it is held, the model stays in memory and is noted as in use.</summary>
internal sealed class ModelUse(ResidentModels models, ResidentModel resident, IDisposable noted) : IDisposable
{
    private int disposed;

    public ResidentModel Resident => resident;

    public LlamaModel Model => resident.Model;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        noted.Dispose();
        models.Return(resident);
    }
}
