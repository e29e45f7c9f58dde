namespace LocalRag.ModelHost.Inference;

/// <summary>Lets one computation run at a time, in the order of arrival: llama.cpp uses every core, and two at once would slow each other down by far more than half.</summary>
internal sealed class ComputeGate
{
    private readonly Lock gate = new();
    private readonly Queue<ManualResetEventSlim> waiting = new();
    private bool taken;

    /// <summary>Runs a computation when its turn has come.</summary>
    public T Run<T>(Func<T> computation)
    {
        Enter();
        try
        {
            return computation();
        }
        finally
        {
            Leave();
        }
    }

    private void Enter()
    {
        ManualResetEventSlim turn;
        lock (gate)
        {
            if (!taken)
            {
                taken = true;
                return;
            }

            waiting.Enqueue(turn = new ManualResetEventSlim());
        }

        turn.Wait();
        turn.Dispose();
    }

    private void Leave()
    {
        lock (gate)
        {
            if (waiting.TryDequeue(out var next))
                next.Set();
            else
                taken = false;
        }
    }
}
