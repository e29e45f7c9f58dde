using System.Numerics.Tensors;
using LocalRag.ModelHost.Native;

namespace LocalRag.ModelHost.Inference;

/// <summary>One step of a generator: a batch with the next token of every answer and a part of the waiting prompts, computed, and a token chosen for each that is due.</summary>
internal sealed class GenerationStep(LlamaModel model, LlamaContext context, SlotCache slots, GeneratorOptions options)
{
    private const int NoRoom = 1;
    private const int Aborted = 2;

    private readonly TokenCandidate[] candidates = new TokenCandidate[model.Vocabulary.Size];

    /// <summary>Runs a step.</summary>
    /// <exception cref="HostException">llama.cpp failed; the answers of this step are lost.</exception>
    public void Run(GenerationQueue queue)
    {
        var inBatch = Fill();
        var result = context.Compute();
        if (result == Aborted)
        {
            Resume(inBatch);
            return;
        }

        if (result != 0)
        {
            throw new HostException(HostError.ComputeFailed, result == NoRoom
                ? $"The context of '{model.Name}' has no room left for this step."
                : $"llama.cpp could not compute a step of '{model.Name}' (result {result}): {NativeLog.LastComplaints()}");
        }

        foreach (var slot in inBatch)
            slot.Tokens.AddRange(slot.InBatch);
        foreach (var slot in inBatch.Where(slot => slot.OutputIndex >= 0))
            Choose(slot, queue);
    }

    private List<Slot> Fill()
    {
        context.Clear();
        var inBatch = new List<Slot>();
        var working = slots.Working.ToList();
        foreach (var slot in working.Where(slot => slot.Job!.Next is not null))
        {
            slot.InBatch.Clear();
            slot.InBatch.Add(slot.Job!.Next!.Value);
            slot.OutputIndex = context.Add(slot.InBatch[0], slot.Tokens.Count, slot.Sequence, output: true);
            inBatch.Add(slot);
        }

        var room = context.Capacity - context.Count;
        if (inBatch.Count > 0)
            room = Math.Min(room, options.BusyPromptTokens);
        foreach (var slot in working.Where(slot => slot.Job!.Next is null))
        {
            if (room == 0)
                break;
            if (!slot.Job!.Started)
            {
                if (slots.ShouldWait(slot))
                    continue;
                slots.Begin(slot);
            }

            room -= AddPrompt(slot, room);
            inBatch.Add(slot);
        }

        return inBatch;
    }

    private int AddPrompt(Slot slot, int room)
    {
        var prompt = slot.Job!.Request.Prompt;
        var count = Math.Min(room, slot.Pending);
        slot.InBatch.Clear();
        slot.OutputIndex = -1;
        for (var i = 0; i < count; i++)
        {
            var position = slot.Tokens.Count + i;
            var last = position == prompt.Length - 1;
            var index = context.Add(prompt[position], position, slot.Sequence, last);
            if (last)
                slot.OutputIndex = index;
            slot.InBatch.Add(prompt[position]);
        }

        return count;
    }

    private void Choose(Slot slot, GenerationQueue queue)
    {
        var job = slot.Job!;
        try
        {
            var logits = context.Logits(slot.OutputIndex);
            if (job.Generated == 0 && job.Request.Watched.Length > 0)
                job.Watched = Watched(logits, job.Request.Watched);
            var token = job.Sampler.Sample(logits, candidates);
            var probability = job.Request.LogProbabilities is { } top ? Probability(logits, token, top) : null;
            if (!job.Accept(token, model.Vocabulary.Piece(token), model.Vocabulary.IsEnd(token), probability))
                return;
        }
        catch (HostException e)
        {
            job.Fail(e);
        }

        queue.Took(job.Elapsed);
        slots.Release(slot);
    }

    /// <summary>After a step that was broken off: what llama.cpp kept of it stays, but for tokens whose output is still wanted.</summary>
    private void Resume(List<Slot> inBatch)
    {
        foreach (var slot in inBatch)
        {
            var kept = Math.Clamp(context.Length(slot.Sequence) - slot.Tokens.Count, 0, slot.InBatch.Count);
            slot.Tokens.AddRange(slot.InBatch.Take(kept));
            var wantsOutput = kept == slot.InBatch.Count && slot.OutputIndex >= 0;
            slots.Forget(slot, wantsOutput ? slot.Tokens.Count - 1 : slot.Tokens.Count);
        }
    }

    private static float[] Watched(ReadOnlySpan<float> logits, int[] tokens)
    {
        var watched = new float[tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
            watched[i] = logits[tokens[i]];
        return watched;
    }

    private TokenProbability Probability(ReadOnlySpan<float> logits, int token, int top)
    {
        // The sum is taken over exponents of differences to the largest, which cannot overflow.
        var largest = TensorPrimitives.Max(logits);
        var shifted = new float[logits.Length];
        TensorPrimitives.Subtract(logits, largest, shifted);
        TensorPrimitives.Exp(shifted, shifted);
        var logSum = largest + Math.Log(TensorPrimitives.Sum(shifted));
        var likeliest = new List<TokenProbability>();
        for (var i = 0; i < top; i++)
        {
            var best = TensorPrimitives.IndexOfMax(shifted);
            if (shifted[best] < 0)
                break;
            likeliest.Add(new TokenProbability(model.Vocabulary.Piece(best, showControl: true), logits[best] - logSum, []));
            shifted[best] = -1;
        }

        return new TokenProbability(model.Vocabulary.Piece(token, showControl: true), logits[token] - logSum, likeliest);
    }
}
