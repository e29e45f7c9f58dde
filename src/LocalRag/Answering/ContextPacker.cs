using LocalRag.Answering.Prompts;
using LocalRag.Documents;
using LocalRag.Models.Serving;
using LocalRag.Retrieval;

namespace LocalRag.Answering;

/// <summary>
/// Chooses the hits that go into a prompt: the best that fit the budget, counted by the tokenizer of the model that will read them,
/// then in the order of their places. The same hits so make the same text whatever their ranks, and a server reuses its work on it.
/// </summary>
internal sealed class ContextPacker(ServedTokenCounter countTokens)
{
    // Where the best hit alone is too long, less of it than this says nothing.
    private const int FewestLines = 3;

    /// <summary>Gives the hits to number from 1. A hit that is too long alone is cut behind a line, and its span with it.</summary>
    /// <param name="budget">Tokens that all blocks together may take.</param>
    /// <param name="most">How many hits are looked at.</param>
    public async Task<IReadOnlyList<SearchHit>> PackAsync(IReadOnlyList<SearchHit> hits, int budget, int most, CancellationToken cancellationToken)
    {
        var candidates = hits.Take(most).ToList();
        if (candidates.Count == 0) return [];
        var counts = await countTokens([.. candidates.Select(hit => PromptSource.Of(1, hit).Block)], cancellationToken).ConfigureAwait(false);
        var chosen = new List<SearchHit>();
        var left = budget;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (counts[i] <= left)
            {
                chosen.Add(candidates[i]);
                left -= counts[i];
            }
            else if (i == 0)
            {
                var cut = Cut(candidates[0], counts[0], left);
                chosen.Add(cut);
                left = 0;
            }
        }

        return [.. chosen.OrderBy(hit => hit.Source, StringComparer.Ordinal).ThenBy(hit => hit.Path, StringComparer.Ordinal).ThenBy(hit => hit.Span.StartLine)];
    }

    /// <summary>Cuts in proportion, a tenth below what that gives: lines differ.</summary>
    private static SearchHit Cut(SearchHit hit, int tokens, int budget)
    {
        var lines = new LineMap(hit.Text);
        var keep = Math.Clamp((int)(lines.Count * 0.9 * budget / tokens), Math.Min(FewestLines, lines.Count), lines.Count);
        return keep == lines.Count
            ? hit
            : hit with { Text = lines.Slice(new SourceSpan(1, keep)), Span = new SourceSpan(hit.Span.StartLine, hit.Span.StartLine + keep - 1) };
    }
}
