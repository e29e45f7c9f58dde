using System.Diagnostics;
using LocalRag.Retrieval.Ranking;
using LocalRag.Storage;

namespace LocalRag.Retrieval;

/// <summary>One search: retrievers, fusion and ranking steps, over one snapshot of the index.</summary>
internal sealed class HybridSearch
{
    private readonly RankingOptions _options;
    private readonly IRetriever[] _retrievers;
    private readonly IRankingStep[] _steps;
    private readonly RerankStep _rerank;
    private readonly FileDecay _decay;

    public HybridSearch(RankingOptions options, Func<string, float[]> embed, IReranker reranker)
    {
        _options = options;
        _retrievers = [new LexicalRetriever(options), new VectorRetriever(options, embed), new SymbolRetriever(options)];
        _steps = [new FileCoherence(options), new DefinesSymbol(options), new NamedFile(options), new CodeRole(options)];
        _rerank = new RerankStep(options, reranker);
        _decay = new FileDecay(options);
    }

    /// <summary>Finds hits, best first; freshness is the caller's to add.</summary>
    public async Task<SearchResult> SearchAsync(SearchQuery query, IndexReader index, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var analyzed = QueryAnalyzer.Analyze(query);
        var milliseconds = new Dictionary<string, double>();
        var candidates = new List<Candidate>();
        TermCoverage coverage;
        using (index.BeginSnapshot())
        {
            analyzed = analyzed with { Frequencies = new TermFrequencies(index.CountChunksWith(analyzed.Terms), index.Manifest.Chunks) };
            var lists = new List<ReciprocalRankFusion.RankedList>();
            foreach (var retriever in _retrievers)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var began = Stopwatch.GetTimestamp();
                lists.Add(new(retriever.Name, retriever.WeightFor(analyzed.Kind), retriever.Retrieve(analyzed, index, Math.Max(_options.Candidates, query.Limit * 3))));
                milliseconds[retriever.Name] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }

            coverage = new TermCoverage(analyzed);
            var fused = ReciprocalRankFusion.Fuse(lists, _options.FusionConstant);
            var chunks = index.ReadChunks(fused.Keys);
            foreach (var (chunkId, contributions) in fused)
            {
                if (!chunks.TryGetValue(chunkId, out var chunk)) continue;
                var candidate = new Candidate(chunk, query.Explain);
                foreach (var part in contributions) candidate.Add(part.List, part.Points, () => $"rank {part.Rank}, {part.RawScore:0.000}");
                candidates.Add(candidate);
            }
        }

        foreach (var step in _steps) step.Apply(analyzed, candidates);
        var reranking = Stopwatch.GetTimestamp();
        var problem = await _rerank.ApplyAsync(analyzed, candidates, cancellationToken).ConfigureAwait(false);
        var reranked = Stopwatch.GetElapsedTime(reranking).TotalMilliseconds;
        _decay.Apply(analyzed, candidates);
        var hits = candidates
            .OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Chunk.Path, StringComparer.Ordinal).ThenBy(candidate => candidate.Chunk.Id)
            .Take(query.Limit)
            .Select((candidate, i) => ToHit(candidate, i + 1, coverage)).ToList();
        return new SearchResult(query.Text, hits, Freshness.Unknown, new SearchStats(
            Stopwatch.GetElapsedTime(start).TotalMilliseconds, milliseconds["lexical"], milliseconds["vector"], candidates.Count, analyzed.Kind.ToString().ToLowerInvariant()) { RerankMilliseconds = reranked })
        {
            Notes = problem is null ? [] : [problem],
        };
    }

    private static SearchHit ToHit(Candidate candidate, int rank, TermCoverage coverage)
    {
        var (stored, chunk) = (candidate.Chunk, candidate.Chunk.Chunk);
        return new SearchHit
        {
            Rank = rank,
            Score = candidate.Score,
            Source = stored.Source,
            Path = stored.Path,
            Span = chunk.Span,
            Language = stored.Language,
            Kind = chunk.Kind,
            Symbol = chunk.Symbol,
            Header = chunk.Header,
            Text = chunk.Text,
            ChunkId = stored.Id,
            Coverage = coverage.Of(stored),
            Explanation = candidate.Explanation,
        };
    }
}
