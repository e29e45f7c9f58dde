namespace LocalRag.Retrieval.Ranking;

/// <summary>
/// Each further piece of one long section counts less than the one before: whoever opens the section sees them all, and other sections say more.
/// </summary>
internal sealed class SectionDecay(RankingOptions options) : IRankingStep
{
    public void Apply(AnalyzedQuery query, IReadOnlyList<Candidate> candidates)
    {
        foreach (var section in candidates.Where(candidate => candidate.IsProse && candidate.Chunk.Chunk.Header.Container.Length > 0).GroupBy(candidate => (candidate.Chunk.DocumentId, candidate.Chunk.Chunk.Header.Container)))
        {
            var factor = 1.0;
            foreach (var candidate in section.OrderByDescending(candidate => candidate.Score))
            {
                if (factor < 1)
                {
                    var applied = factor;
                    candidate.Multiply("further piece of the section", applied, () => $"×{applied:0.###}");
                }

                factor *= options.SectionDecay;
            }
        }
    }
}
