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
    private readonly RerankStep? _rerank;
    private readonly IRankingStep[] _decays;

    public HybridSearch(RankingOptions options, Func<string, float[]> embed, IReranker? reranker = null)
    {
        _options = options;
        _retrievers = [new LexicalRetriever(options), new VectorRetriever(embed), new SymbolRetriever()];
        _steps = [new FileCoherence(options), new DefinesSymbol(options), new NamedFile(options), new CodeRole(options)];
        _rerank = reranker is null ? null : new RerankStep(options, reranker);
        _decays = [new FileDecay(options), new SectionDecay(options)];
    }

    /// <summary>Finds hits, best first; freshness is the caller's to add.</summary>
    /// <param name="deep">The query as the second embedder sees it; null where there is none or it cannot be asked.</param>
    public async Task<SearchResult> SearchAsync(SearchQuery query, IndexReader index, CancellationToken cancellationToken, DeepQuery? deep = null)
    {
        var start = Stopwatch.GetTimestamp();
        var analyzed = QueryAnalyzer.Analyze(query);
        var milliseconds = new Dictionary<string, double>();
        var candidates = new List<Candidate>();
        var share = 0.0;
        TermCoverage coverage;
        using (index.BeginSnapshot())
        {
            analyzed = analyzed with { Frequencies = new TermFrequencies(index.CountChunksWith(analyzed.Terms), index.Manifest.Chunks) };
            var lists = new List<ReciprocalRankFusion.RankedList>();
            var depth = Math.Max(_options.Candidates, query.Limit * 3);
            foreach (var retriever in _retrievers)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var began = Stopwatch.GetTimestamp();
                lists.Add(new(retriever.Name, retriever.Retrieve(analyzed, index, depth)));
                milliseconds[retriever.Name] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }

            if (deep is not null)
            {
                var began = Stopwatch.GetTimestamp();
                lists.Add(new(DeepRetriever.Name, DeepRetriever.Retrieve(analyzed, deep, index, depth)));
                milliseconds[DeepRetriever.Name] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }

            coverage = new TermCoverage(analyzed);
            var fused = ReciprocalRankFusion.Fuse(lists);
            var chunks = index.ReadChunks(fused.Keys);
            var withDeep = deep is not null && lists[^1].Chunks.Count > 0;
            var reached = withDeep ? index.FindInSet(deep!.Set, fused.Keys) : null;
            share = reached is null || fused.Count == 0 ? 0 : (double)reached.Count / fused.Count;
            var weights = new FusionWeights(_options, analyzed.Kind, withDeep);
            foreach (var (chunkId, contributions) in fused)
            {
                if (!chunks.TryGetValue(chunkId, out var chunk)) continue;
                var candidate = new Candidate(chunk, query.Explain);
                foreach (var part in contributions)
                    candidate.Add(part.List, weights.Points(part, candidate.IsProse, reached?.Contains(chunkId) is true ? share : 0), () => $"rank {part.Rank}, {part.RawScore:0.000}");
                candidates.Add(candidate);
            }
        }

        foreach (var step in _steps) step.Apply(analyzed, candidates);
        var reranking = Stopwatch.GetTimestamp();
        var problem = _rerank is null ? null : await _rerank.ApplyAsync(analyzed, candidates, cancellationToken).ConfigureAwait(false);
        var reranked = Stopwatch.GetElapsedTime(reranking).TotalMilliseconds;
        foreach (var step in _decays) step.Apply(analyzed, candidates);
        var hits = candidates
            .OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Chunk.Path, StringComparer.Ordinal).ThenBy(candidate => candidate.Chunk.Id)
            .Take(query.Limit)
            .Select((candidate, i) => ToHit(candidate, i + 1, coverage)).ToList();
        return new SearchResult(query.Text, hits, Freshness.Unknown, new SearchStats(
            Stopwatch.GetElapsedTime(start).TotalMilliseconds, milliseconds["lexical"], milliseconds["vector"], candidates.Count, analyzed.Kind.ToString().ToLowerInvariant())
        {
            RerankMilliseconds = reranked,
            DeepMilliseconds = milliseconds.TryGetValue(DeepRetriever.Name, out var deepMilliseconds) ? deepMilliseconds : null,
        })
        {
            Notes = [.. new[] { deep is not null && share < 1 ? "The second embedder's vectors do not reach every chunk yet; `localrag status` says how far." : null, problem }.OfType<string>()],
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
            DocumentId = stored.DocumentId,
            Coverage = coverage.Of(stored),
            Explanation = candidate.Explanation,
        };
    }
}
