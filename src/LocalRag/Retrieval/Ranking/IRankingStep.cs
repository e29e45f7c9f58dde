namespace LocalRag.Retrieval.Ranking;

/// <summary>Changes the scores of candidates by one kind of knowledge, and says so in their explanations.</summary>
internal interface IRankingStep
{
    void Apply(AnalyzedQuery query, IReadOnlyList<Candidate> candidates);
}
