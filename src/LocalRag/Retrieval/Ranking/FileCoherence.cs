namespace LocalRag.Retrieval.Ranking;

/// <summary>A file's best chunk gains from its other matching chunks: where much of a file matches, the file is what is meant.</summary>
internal sealed class FileCoherence(RankingOptions options) : IRankingStep
{
    public void Apply(AnalyzedQuery query, IReadOnlyList<Candidate> candidates)
    {
        var files = candidates.Where(candidate => !candidate.IsProse).GroupBy(candidate => candidate.Chunk.DocumentId)
            .Select(file => (Best: file.MaxBy(candidate => candidate.Score)!, Others: file.Sum(candidate => candidate.Score) - file.Max(candidate => candidate.Score))).ToList();
        if (files.Count == 0) return;
        var (most, best) = (files.Max(file => file.Others), candidates.Max(candidate => candidate.Score));
        foreach (var (chunk, others) in files.Where(file => file.Others > 0))
            chunk.Add("file coherence", best * options.FileCoherence * others / most, () => $"{others / most:P0} of the most further matches in a file");
        foreach (var section in candidates.Where(candidate => candidate.IsProse))
            section.Multiply("section", options.SectionFactor, () => $"×{options.SectionFactor:0.##}");
    }
}
