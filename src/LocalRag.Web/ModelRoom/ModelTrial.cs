using LocalRag.Models.Serving;

namespace LocalRag.Web.ModelRoom;

/// <summary>A model that is being tried, or how that went.</summary>
public sealed class ModelTrial(string model, CancellationToken shutdown) : IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(shutdown);

    public string Model { get; } = model;

    public bool IsOver { get; private set; }

    /// <summary>What was measured; null while it goes on and where it failed.</summary>
    public BenchResult? Result { get; private set; }

    /// <summary>Why nothing was measured, in words; null where something was.</summary>
    public string? Problem { get; private set; }

    public CancellationToken Token => _stop.Token;

    public void Cancel()
    {
        if (!IsOver) _stop.Cancel();
    }

    public void End(BenchResult? result, string? problem) => (Result, Problem, IsOver) = (result, problem, true);

    public void Dispose() => _stop.Dispose();
}
