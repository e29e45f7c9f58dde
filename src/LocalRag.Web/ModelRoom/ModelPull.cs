using LocalRag.Models.Store;

namespace LocalRag.Web.ModelRoom;

/// <summary>A model that is being fetched, as pages watch it.</summary>
public sealed class ModelPull(string reference, CancellationToken shutdown) : IProgress<PullProgress>, IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(shutdown);

    public event Action? Changed;

    public string Reference { get; } = reference;

    public PullProgress? Progress { get; private set; }

    public bool IsOver { get; private set; }

    /// <summary>How it ended, in words; null while it goes on.</summary>
    public string? Outcome { get; private set; }

    public bool Failed { get; private set; }

    public CancellationToken Token => _stop.Token;

    public void Cancel()
    {
        if (!IsOver) _stop.Cancel();
    }

    public void End(string outcome, bool failed)
    {
        (Outcome, Failed, IsOver) = (outcome, failed, true);
        Changed?.Invoke();
    }

    void IProgress<PullProgress>.Report(PullProgress value)
    {
        Progress = value;
        Changed?.Invoke();
    }

    public void Dispose() => _stop.Dispose();
}
