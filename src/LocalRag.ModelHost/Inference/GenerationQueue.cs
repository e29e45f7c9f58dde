namespace LocalRag.ModelHost.Inference;

/// <summary>Requests in the order of their arrival, a bounded number of them. The first one is never overtaken, so none starves.</summary>
internal sealed class GenerationQueue(int capacity, int slots)
{
    private readonly Lock gate = new();
    private readonly Queue<GenerationJob> waiting = new();
    private double secondsEach = 2;

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return waiting.Count;
        }
    }

    /// <summary>Adds a request.</summary>
    /// <exception cref="HostException">The queue is full; the wait that is told is what the requests before it are likely to take.</exception>
    public void Add(GenerationJob job)
    {
        lock (gate)
        {
            if (waiting.Count >= capacity)
            {
                var wait = TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(secondsEach * waiting.Count / slots), 1, 60));
                throw new HostException(HostError.Busy, $"{waiting.Count} requests wait already, as many as may; try again in {wait.TotalSeconds:0} s.") { RetryAfter = wait };
            }

            waiting.Enqueue(job);
        }
    }

    /// <summary>Gives the first request without taking it; null where none waits.</summary>
    public GenerationJob? Peek()
    {
        lock (gate)
            return waiting.TryPeek(out var job) ? job : null;
    }

    /// <summary>Takes the first request away.</summary>
    public void Drop()
    {
        lock (gate)
            waiting.Dequeue();
    }

    /// <summary>Tells how long a request took, for the next estimate of a wait.</summary>
    public void Took(TimeSpan time)
    {
        lock (gate)
            secondsEach = 0.8 * secondsEach + 0.2 * time.TotalSeconds;
    }
}
