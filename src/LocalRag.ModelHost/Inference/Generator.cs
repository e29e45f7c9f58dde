using System.Runtime.InteropServices;
using System.Threading.Channels;
using LocalRag.ModelHost.Native;

namespace LocalRag.ModelHost.Inference;

/// <summary>Writes answers with one model for many clients at once: one context, a slot each, and a thread that computes them together, step by step.</summary>
internal sealed unsafe class Generator : IDisposable
{
    private readonly LlamaModel model;
    private readonly GeneratorOptions options;
    private readonly LlamaContext context;
    private readonly GenerationQueue queue;
    private readonly SlotCache slots;
    private readonly GenerationStep step;
    private readonly SemaphoreSlim work = new(0);
    private readonly CancellationTokenSource closing = new();
    private readonly Thread thread;
    private readonly byte* abort;

    public Generator(LlamaModel model, GeneratorOptions options, ComputeGate gate)
    {
        this.model = model;
        this.options = options;
        if (!model.CanGenerate)
            throw new HostException(HostError.InvalidRequest, $"The model '{model.Name}' ({model.Header.Shape.Architecture}) writes no text; name a generator.");
        ContextLength = options.ContextFor(model.TrainedContext);
        SharedContext = options.SharedContextFor(model.TrainedContext, model.Header.Shape.CacheBytesPerToken);
        abort = (byte*)NativeMemory.AllocZeroed(1);
        context = LlamaContext.Create(model, gate, Shape);
        queue = new GenerationQueue(options.QueueLength, options.Slots);
        slots = new SlotCache(context, options.Slots, SharedContext, model.CanForget);
        step = new GenerationStep(model, context, slots, options);
        thread = new Thread(Run) { IsBackground = true, Name = $"generate {model.Name}" };
        thread.Start();
    }

    /// <summary>Tokens of prompt and answer that one request may have.</summary>
    public int ContextLength { get; }

    /// <summary>Tokens of context that all slots share.</summary>
    public int SharedContext { get; }

    /// <summary>Requests that wait.</summary>
    public int Waiting => queue.Count;

    /// <summary>Slots that work.</summary>
    public int Working => slots.Busy;

    /// <summary>Starts an answer. Its updates end with a result, or with the error that ended it.</summary>
    /// <exception cref="HostException">The prompt does not fit, the grammar does not parse, or the queue is full.</exception>
    public ChannelReader<GenerationUpdate> Submit(GenerationRequest request, CancellationToken cancellation)
    {
        if (request.Prompt.Length == 0)
            throw new HostException(HostError.InvalidRequest, "The prompt is empty.");
        if (request.Prompt.Length >= ContextLength)
            throw new HostException(HostError.ContextExceeded, $"The prompt has {request.Prompt.Length} tokens; with '{model.Name}' a request may have {ContextLength} with its answer. Shorten it, or start the host with a larger --context (the model was trained for {model.TrainedContext}).");
        request = request with { MaxTokens = Math.Clamp(request.MaxTokens, 1, ContextLength - request.Prompt.Length) };
        var job = new GenerationJob(request, new TokenSampler(model.Vocabulary, request.Sampling), cancellation);
        try
        {
            queue.Add(job);
        }
        catch (HostException)
        {
            job.Dispose();
            throw;
        }

        // A client that goes away must not wait for a long step to end: the step is broken off and the others' work in it is done again.
        cancellation.UnsafeRegister(static state => ((Generator)state!).Interrupt(), this);
        work.Release();
        return job.Updates;
    }

    public void Dispose()
    {
        closing.Cancel();
        *abort = 1;
        thread.Join();
        context.Dispose();
        NativeMemory.Free(abort);
        work.Dispose();
        closing.Dispose();
    }

    private ContextParameters Shape(ContextParameters parameters) => parameters with
    {
        ContextLength = (uint)SharedContext,
        BatchTokens = (uint)options.BatchTokens,
        MicroBatchTokens = (uint)options.BatchTokens,
        MaxSequences = (uint)options.Slots,
        Threads = options.Threads,
        BatchThreads = options.Threads,
        UnifiedCache = 1,
        AbortCallback = &MayNotGoOn,
        AbortCallbackData = abort,
    };

    private void Interrupt()
    {
        if (closing.IsCancellationRequested)
            return;
        // Half a step of a model that cannot forget would be lost, so that is waited for.
        if (model.CanForget)
            *abort = 1;
        work.Release();
    }

    private void Run()
    {
        while (!closing.IsCancellationRequested)
        {
            slots.DropCancelled();
            Admit();
            if (slots.Busy == 0)
            {
                WaitForWork();
                continue;
            }

            *abort = 0;
            if (slots.AnyCancelled || closing.IsCancellationRequested)
                continue;
            // Whatever goes wrong in a step goes to the clients whose answers were in it; the thread serves the others on.
#pragma warning disable CA1031
            try
            {
                step.Run(queue);
            }
            catch (Exception e)
            {
                slots.FailAll(e as HostException ?? new HostException(HostError.ComputeFailed, $"The model '{model.Name}' failed: {e.Message}", e));
            }
#pragma warning restore CA1031
        }

        var closed = new HostException(HostError.ComputeFailed, $"The model '{model.Name}' was unloaded.");
        slots.FailAll(closed);
        while (queue.Peek() is { } job)
        {
            queue.Drop();
            job.Fail(closed);
            job.Dispose();
        }
    }

    private void Admit()
    {
        while (queue.Peek() is { } job)
        {
            if (job.Cancellation.IsCancellationRequested)
                job.Dispose();
            else if (!slots.TryPlace(job))
                return;
            queue.Drop();
        }
    }

    private void WaitForWork()
    {
        try
        {
            work.Wait(closing.Token);
        }
        catch (OperationCanceledException)
        {
            // Only this thread's own end is waited for with this token; the loop sees it.
        }
    }

    [UnmanagedCallersOnly]
    private static byte MayNotGoOn(void* flag) => *(byte*)flag;
}
