using LocalRag.Documents;
using LocalRag.Retrieval;
using LocalRag.Storage;

namespace LocalRag.Tests.Retrieval;

public sealed class RerankStepTests
{
    private static readonly AnalyzedQuery Natural = QueryAnalyzer.Analyze(new SearchQuery("how is the fee of a late loan reckoned"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_reranker_weighs_seven_tenths_and_the_words_the_rest()
    {
        var candidates = Candidates(3);
        Assert.Null(await Apply(new RuleReranker(document => document.Contains("text 2", StringComparison.Ordinal) ? 9 : document.Contains("text 1", StringComparison.Ordinal) ? 4 : -1), candidates));
        // Scores from -1 to 9 become 0 to 1; the best of the words' scores is 3.
        Assert.Equal([0.9, 1.65, 2.4], candidates.Select(candidate => Math.Round(candidate.Score, 9)));
        Assert.All(candidates, candidate => Assert.Equal("reranker", candidate.Explanation!.Parts[^1].Step));
    }

    [Fact]
    public async Task It_reads_the_place_and_the_header_with_the_text()
    {
        var reranker = new RuleReranker(document => document.Length);
        await Apply(reranker, Candidates(2));
        Assert.Equal("src/0.cs\nShop\nCart\nvoid Add()\ntext 0", reranker.Documents[0]);
    }

    [Fact]
    public async Task What_it_does_not_read_stays_behind_what_it_reads()
    {
        var candidates = Candidates(40);
        await Apply(new RuleReranker(document => document.EndsWith("text 3", StringComparison.Ordinal) ? 1 : 0), candidates, new RankingOptions { RerankCandidates = 10 });
        Assert.True(candidates.Take(10).Min(candidate => candidate.Score) >= candidates.Skip(10).Max(candidate => candidate.Score));
        Assert.Equal("not read", candidates[^1].Explanation!.Parts[^1].Detail);
    }

    [Fact]
    public async Task A_name_of_code_is_left_to_those_who_know_what_defines_it()
    {
        var reranker = new RuleReranker(_ => throw new InvalidOperationException("was asked"));
        Assert.Null(await Apply(reranker, Candidates(3), query: QueryAnalyzer.Analyze(new SearchQuery("JsonReader.Read"))));
    }

    [Fact]
    public async Task When_its_time_is_up_what_it_has_read_counts()
    {
        var candidates = Candidates(20);
        var options = new RankingOptions { RerankTime = TimeSpan.FromMilliseconds(200) };
        Assert.Null(await Apply(new RuleReranker(document => document.Contains("text 7", StringComparison.Ordinal) ? 1 : 0, answers: 1), candidates, options));
        Assert.Equal(7, candidates.IndexOf(candidates.MaxBy(candidate => candidate.Score)!));
        Assert.Equal(12, candidates.Count(candidate => candidate.Explanation!.Parts[^1].Detail == "not read"));
    }

    [Fact]
    public async Task One_that_is_too_slow_is_left_out_and_named()
    {
        var candidates = Candidates(5);
        var problem = await Apply(new RuleReranker(_ => 1, answers: 0), candidates, new RankingOptions { RerankTime = TimeSpan.FromMilliseconds(50) });
        Assert.Contains("took longer than 0.1 s", problem, StringComparison.Ordinal);
        Assert.Equal([5, 4, 3, 2, 1], candidates.Select(candidate => candidate.Score));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(0.5)]
    public async Task One_that_tells_nothing_changes_nothing(double score)
    {
        var candidates = Candidates(5);
        Assert.Null(await Apply(new RuleReranker(_ => score), candidates));
        Assert.Equal([5, 4, 3, 2, 1], candidates.Select(candidate => candidate.Score));
    }

    [Fact]
    public async Task Cancelling_the_search_escapes()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new RerankStep(new RankingOptions(), new RuleReranker(_ => 1, answers: 0)).ApplyAsync(Natural, Candidates(3), stop.Token));
    }

    private static Task<string?> Apply(RuleReranker reranker, List<Candidate> candidates, RankingOptions? options = null, AnalyzedQuery? query = null) =>
        new RerankStep(options ?? new RankingOptions { RerankTime = TimeSpan.FromMinutes(5) }, reranker).ApplyAsync(query ?? Natural, candidates, Cancellation);

    /// <summary>Candidates whose scores fall by one to 1.</summary>
    private static List<Candidate> Candidates(int count) =>
    [
        .. Enumerable.Range(0, count).Select(number =>
        {
            var candidate = new Candidate(
                new StoredChunk
                {
                    Id = number,
                    DocumentId = number,
                    Source = "shop",
                    Path = $"src/{number}.cs",
                    Language = "csharp",
                    Chunk = new Chunk { Span = new SourceSpan(1, 1), Kind = ChunkKind.Member, Header = new ChunkHeader("Shop", "Cart", "void Add()", ""), Text = $"text {number}" },
                },
                explain: true);
            candidate.Add("lexical", count - number, () => "");
            return candidate;
        }),
    ];

    /// <summary>A reranker that scores by a rule, and is silent once it has answered so often.</summary>
    private sealed class RuleReranker(Func<string, double> rule, int answers = int.MaxValue) : IReranker
    {
        public List<string> Documents { get; } = [];

        public async Task<Relevance> ScoreAsync(string query, IReadOnlyList<string> documents, CancellationToken cancellationToken)
        {
            if (answers-- <= 0) await Task.Delay(Timeout.Infinite, cancellationToken);
            Documents.AddRange(documents);
            return new Relevance([.. documents.Select(rule)], null);
        }
    }
}
