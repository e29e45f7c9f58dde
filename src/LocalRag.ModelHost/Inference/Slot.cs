using System.Runtime.InteropServices;

namespace LocalRag.ModelHost.Inference;

/// <summary>A sequence of a generator's context: what is computed of it, and the request that it works for.</summary>
internal sealed class Slot(int sequence)
{
    /// <summary>Its number in the context.</summary>
    public int Sequence { get; } = sequence;

    /// <summary>The tokens whose keys and values the context has. They stay when a request ends, for the next that begins alike.</summary>
    public List<int> Tokens { get; } = [];

    /// <summary>The request that it works for; null while it is free.</summary>
    public GenerationJob? Job { get; set; }

    /// <summary>When it last ended a request, as a count that only grows.</summary>
    public long LastUsed { get; set; }

    /// <summary>Tokens that wait to be computed: the rest of the prompt, or the one that was chosen last.</summary>
    public int Pending => Job is null ? 0 : Job.Next is null ? Job.Request.Prompt.Length - Tokens.Count : 1;

    /// <summary>Tokens of this step's batch.</summary>
    public List<int> InBatch { get; } = [];

    /// <summary>Where in the batch its output is; negative where it has none.</summary>
    public int OutputIndex { get; set; } = -1;

    /// <summary>How many tokens it has in common with the beginning of a prompt.</summary>
    public int Common(ReadOnlySpan<int> prompt) => CollectionsMarshal.AsSpan(Tokens).CommonPrefixLength(prompt);
}
