using System.Runtime.InteropServices;

namespace LocalRag.ModelHost.Inference;

/// <summary>The slots of a context, and what each has computed: a request begins with the longest beginning that any slot shares with it.</summary>
/// <remarks>Used by its generator's thread alone, but for <see cref="Busy"/>.</remarks>
internal sealed class SlotCache
{
    /// <summary>Below this many tokens in common, a request computes them itself sooner than another has.</summary>
    private const int WorthWaiting = 16;

    private readonly LlamaContext context;
    private readonly Slot[] slots;
    private readonly int sharedContext;
    private readonly bool canForget;
    private long uses;
    private int busy;

    public SlotCache(LlamaContext context, int count, int sharedContext, bool canForget)
    {
        this.context = context;
        this.sharedContext = sharedContext;
        this.canForget = canForget;
        slots = [.. Enumerable.Range(0, count).Select(sequence => new Slot(sequence))];
    }

    /// <summary>Slots that work. May be asked from any thread.</summary>
    public int Busy => Volatile.Read(ref busy);

    /// <summary>Whether a request whose client went away still holds a slot.</summary>
    public bool AnyCancelled => slots.Any(slot => slot.Job is { Cancellation.IsCancellationRequested: true });

    /// <summary>The slots that work, the one that began first ahead.</summary>
    public IEnumerable<Slot> Working => slots.Where(slot => slot.Job is not null).OrderBy(slot => slot.LastUsed);

    /// <summary>Gives a request a slot. False where none is free, or where the context has no room for it beside the others.</summary>
    public bool TryPlace(GenerationJob job)
    {
        var reserved = slots.Sum(slot => slot.Job?.Reserved ?? 0);
        if (Busy == slots.Length || reserved + job.Reserved > sharedContext)
            return false;

        var slot = Choose(job.Request.Prompt);
        slot.Job = job;
        slot.LastUsed = ++uses;
        Volatile.Write(ref busy, busy + 1);

        // Room is promised to those who work; what free slots remember has to fit beside that.
        foreach (var free in slots.Where(free => free.Job is null).OrderBy(free => free.LastUsed))
        {
            if (slots.Sum(other => other.Job?.Reserved ?? other.Tokens.Count) <= sharedContext)
                break;
            Forget(free, 0);
        }

        return true;
    }

    /// <summary>Brings a slot's cache to the beginning of its prompt, from its own past or another slot's, as late as its work begins.</summary>
    public void Begin(Slot slot)
    {
        var prompt = slot.Job!.Request.Prompt;

        // The last token of a prompt is always computed: its output is where the answer begins.
        var most = prompt.Length - 1;
        var own = Math.Min(slot.Common(prompt), most);
        var source = canForget ? slots.Where(other => other != slot).MaxBy(other => other.Common(prompt)) : null;
        var shared = source is null ? 0 : Math.Min(source.Common(prompt), most);
        // A slot keeps nothing but this beginning either way, and sharing copies no keys or values: however short, it is won.
        if (shared > own)
        {
            Forget(slot, 0);
            context.Share(source!.Sequence, slot.Sequence, shared);
            slot.Tokens.AddRange(prompt.AsSpan(0, shared));
        }
        else
        {
            Forget(slot, own);
        }

        slot.Job.Start(slot.Tokens.Count);
    }

    /// <summary>Whether another request computes a beginning just now that this one will share: waiting for it is faster than computing it twice.</summary>
    public bool ShouldWait(Slot slot) => canForget && slots.Any(other =>
        other != slot && other.Job is { Started: true, Next: null } job
        && Math.Min(job.Request.Prompt.AsSpan().CommonPrefixLength(slot.Job!.Request.Prompt), slot.Job.Request.Prompt.Length - 1) > slots.Max(any => any.Common(slot.Job.Request.Prompt)) + WorthWaiting);

    /// <summary>Cuts what a slot remembers to a length.</summary>
    public void Forget(Slot slot, int length)
    {
        if (slot.Tokens.Count == length)
            return;
        if (!canForget || !context.Forget(slot.Sequence, length))
        {
            context.Forget(slot.Sequence, 0);
            length = 0;
        }

        CollectionsMarshal.SetCount(slot.Tokens, length);
    }

    /// <summary>Takes a slot from its request, which has ended. Its cache stays.</summary>
    public void Release(Slot slot)
    {
        slot.Job!.Dispose();
        slot.Job = null;
        slot.LastUsed = ++uses;
        Volatile.Write(ref busy, busy - 1);
    }

    /// <summary>Frees the slots whose clients went away.</summary>
    public void DropCancelled()
    {
        foreach (var slot in slots.Where(slot => slot.Job is { Cancellation.IsCancellationRequested: true }))
            Release(slot);
    }

    /// <summary>Ends every request with an error and forgets everything.</summary>
    public void FailAll(Exception error)
    {
        foreach (var slot in slots.Where(slot => slot.Job is not null))
        {
            slot.Job!.Fail(error);
            Release(slot);
        }

        context.ForgetAll();
        foreach (var slot in slots)
            slot.Tokens.Clear();
    }

    /// <summary>The free slot with the longest beginning in common, if that is most of what it has; else the one unused for longest.</summary>
    private Slot Choose(int[] prompt)
    {
        var free = slots.Where(slot => slot.Job is null).ToList();
        var best = free.MaxBy(slot => slot.Common(prompt))!;
        return best.Tokens.Count > 0 && best.Common(prompt) * 2 >= best.Tokens.Count ? best : free.OrderBy(slot => slot.Tokens.Count > 0).ThenBy(slot => slot.LastUsed).First();
    }
}
