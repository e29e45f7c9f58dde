using System.Numerics.Tensors;
using LocalRag.ModelHost.Native;

namespace LocalRag.ModelHost.Inference;

/// <summary>Chooses tokens with llama.cpp's samplers. Candidates are put together here, so that a choice that a grammar forbids is an error and no abort.</summary>
internal sealed unsafe class TokenSampler : IDisposable
{
    private readonly LlamaSamplerHandle? chain;

    public TokenSampler(Vocabulary vocabulary, SamplingSettings settings)
    {
        // The likeliest token needs no candidates; all others go through the chain.
        if (settings is { Temperature: <= 0, Grammar: null })
            return;
        chain = new LlamaSamplerHandle(Llama.llama_sampler_chain_init(noPerformance: 1));
        try
        {
            Fill(chain, vocabulary, settings);
        }
        catch
        {
            chain.Dispose();
            throw;
        }
    }

    /// <summary>Chooses a token and tells the grammar.</summary>
    /// <param name="logits">The model's output, one number a token.</param>
    /// <param name="scratch">Room for as many candidates.</param>
    public int Sample(ReadOnlySpan<float> logits, Span<TokenCandidate> scratch)
    {
        if (chain is null)
            return TensorPrimitives.IndexOfMax(logits);

        for (var i = 0; i < logits.Length; i++)
            scratch[i] = new TokenCandidate { Token = i, Logit = logits[i] };
        fixed (TokenCandidate* data = scratch)
        {
            var candidates = new TokenCandidates { Data = data, Count = (nuint)logits.Length, Selected = -1 };
            Llama.llama_sampler_apply(chain, &candidates);
            if (candidates.Selected < 0 || (nuint)candidates.Selected >= candidates.Count)
                throw new HostException(HostError.ComputeFailed, "No token could be chosen: the model's output is not a distribution.");
            var chosen = candidates.Data[candidates.Selected];
            if (float.IsNegativeInfinity(chosen.Logit) || float.IsNaN(chosen.Logit))
                throw new HostException(HostError.ComputeFailed, "The grammar allows no token that this model has.");
            Llama.llama_sampler_accept(chain, chosen.Token);
            return chosen.Token;
        }
    }

    public void Dispose() => chain?.Dispose();

    private static void Fill(LlamaSamplerHandle chain, Vocabulary vocabulary, SamplingSettings settings)
    {
        if (settings.Grammar is { } grammar)
        {
            NativeLog.ClearComplaints();
            var sampler = Llama.llama_sampler_init_grammar(vocabulary.Pointer, grammar, "root");
            if (sampler == 0)
                throw new HostException(HostError.InvalidRequest, $"The grammar does not parse: {NativeLog.LastComplaints()}");
            Llama.llama_sampler_chain_add(chain, sampler);
        }

        if (settings.Temperature <= 0)
        {
            Llama.llama_sampler_chain_add(chain, Llama.llama_sampler_init_greedy());
            return;
        }

        if (settings.TopK > 0)
            Llama.llama_sampler_chain_add(chain, Llama.llama_sampler_init_top_k(settings.TopK));
        if (settings.TopP < 1)
            Llama.llama_sampler_chain_add(chain, Llama.llama_sampler_init_top_p(settings.TopP, 1));
        if (settings.MinP > 0)
            Llama.llama_sampler_chain_add(chain, Llama.llama_sampler_init_min_p(settings.MinP, 1));
        Llama.llama_sampler_chain_add(chain, Llama.llama_sampler_init_temp(settings.Temperature));
        Llama.llama_sampler_chain_add(chain, Llama.llama_sampler_init_dist(settings.Seed ?? (uint)Random.Shared.NextInt64(uint.MaxValue)));
    }
}
