namespace LocalRag.Retrieval.Ranking;

/// <summary>Each further chunk of one file counts less than the one before, so that one file does not fill the page.</summary>
internal sealed class FileDecay(RankingOptions options) : IRankingStep
{
    public void Apply(AnalyzedQuery query, IReadOnlyList<Candidate> candidates)
    {
        foreach (var file in candidates.Where(candidate => !candidate.IsProse).GroupBy(candidate => candidate.Chunk.DocumentId))
        {
            var factor = 1.0;
            foreach (var candidate in file.OrderByDescending(candidate => candidate.Score))
            {
                if (factor < 1)
                {
                    var applied = factor;
                    candidate.Multiply("further chunk of the file", applied, () => $"×{applied:0.###}");
                }

                factor *= options.FileDecay;
            }
        }
    }
}
