using LocalRag.Documents;
using LocalRag.Retrieval;
using LocalRag.Retrieval.Ranking;
using LocalRag.Storage;

namespace LocalRag.Tests.Retrieval;

/// <summary>Each step over candidates of one point each: whom it lifts or lowers, by how much, and what it says of it.</summary>
public sealed class RankingStepTests
{
    private static readonly RankingOptions Options = new();

    [Fact]
    public void The_best_chunk_of_a_file_gains_from_the_files_other_matches()
    {
        var candidates = new[] { Candidate(1, "a.cs", 3), Candidate(1, "a.cs", 1), Candidate(2, "b.cs", 2) };
        Apply(new FileCoherence(Options), "walrus", candidates);
        Assert.Equal([3 + 3 * Options.FileCoherence, 1, 2], candidates.Select(candidate => candidate.Score));
        Assert.Equal(["file coherence"], Steps(candidates[0]));
    }

    [Fact]
    public void A_section_of_a_document_is_judged_alone()
    {
        var candidates = new[] { Candidate(1, "walrus.md", 3, ChunkKind.Section), Candidate(1, "walrus.md", 1, ChunkKind.Section), Candidate(1, "walrus.md", 1, ChunkKind.Section) };
        var beside = Candidate(2, "b.cs", 1);
        Apply(new FileCoherence(Options), "walrus", [.. candidates, beside]);
        Apply(new FileDecay(Options), "walrus", [.. candidates, beside]);
        Apply(new NamedFile(Options), "where is the walrus", [.. candidates, beside]);
        Assert.Equal([3 * Options.SectionFactor, Options.SectionFactor, Options.SectionFactor], candidates.Select(candidate => candidate.Score));
        Assert.Equal(1, beside.Score);
        Assert.All(candidates, candidate => Assert.Equal(["section"], Steps(candidate)));
    }

    [Theory]
    [InlineData("Walrus.Sleep", 1.0)]
    [InlineData("walrus.sleep", 0.7)]
    [InlineData("Seal.Sleep", 0.4)]
    [InlineData("Sleep", 1.0)]
    [InlineData("Sleeping", 0.0)]
    public void What_defines_the_symbol_is_lifted_as_far_as_the_names_agree(string query, double agreement)
    {
        var candidates = new[] { Candidate(1, "a.cs", 1, definition: new Definition("Sleep", "Zoo.Walrus", "method", 1)), Candidate(2, "b.cs", 1) };
        Apply(new DefinesSymbol(Options), query, candidates);
        Assert.Equal(1 + Options.DefinitionBoost * agreement, candidates[0].Score, 9);
        Assert.Equal(1, candidates[1].Score);
        Assert.Equal(agreement > 0 ? ["defines the symbol"] : [], Steps(candidates[0]));
        if (agreement > 0) Assert.Equal("defines Zoo.Walrus.Sleep", candidates[0].Explanation!.Parts[^1].Detail);
    }

    [Theory]
    [InlineData("how does session management work", "src/sessions.py", 1.0)]
    [InlineData("how does the json reader work", "src/JsonReader.cs", 1.0)]
    [InlineData("how does the reader work", "src/JsonReader.cs", 0.5)]
    [InlineData("how does the walrus sleep", "src/JsonReader.cs", 0.0)]
    [InlineData("how does routing work", "routing/tree.go", 0.3)]
    [InlineData("JsonReader", "src/JsonReader.cs", 0.0)]
    public void A_file_that_a_question_names_is_lifted(string query, string path, double share)
    {
        var candidates = new[] { Candidate(1, path, 1), Candidate(2, "zzz/qqq.cs", 1) };
        Apply(new NamedFile(Options), query, candidates);
        Assert.Equal(1 + Options.NamedFileBoost * share, candidates[0].Score, 9);
        Assert.Equal(1, candidates[1].Score);
    }

    [Theory]
    [InlineData("tests/Walrus.cs", "test code", 0.4)]
    [InlineData("src/Zoo.Tests/Walrus.cs", "test code", 0.4)]
    [InlineData("src/walrus_test.go", "test code", 0.4)]
    [InlineData("src/walrus.spec.ts", "test code", 0.4)]
    [InlineData("examples/walrus.py", "example code", 0.6)]
    [InlineData("bench/benchmarks/walrus.py", "benchmark code", 0.6)]
    [InlineData("CHANGES.rst", "changelog code", 0.6)]
    [InlineData("src/Contest.cs", null, 1)]
    [InlineData("src/latest/walrus.cs", null, 1)]
    public void Code_beside_the_matter_is_pushed_down(string path, string? step, double factor)
    {
        var candidates = new[] { Candidate(1, path, 1) };
        Apply(new CodeRole(Options), "how does the walrus sleep", candidates);
        Assert.Equal(factor, candidates[0].Score);
        Assert.Equal(step is null ? [] : [step], Steps(candidates[0]));
    }

    [Theory]
    [InlineData("which tests cover the walrus", "tests/Walrus.cs")]
    [InlineData("an example of the walrus", "examples/walrus.py")]
    public void Unless_the_question_asks_for_it(string query, string path)
    {
        var candidates = new[] { Candidate(1, path, 1) };
        Apply(new CodeRole(Options), query, candidates);
        Assert.Equal(1, candidates[0].Score);
    }

    [Fact]
    public void Of_versions_beside_each_other_the_older_is_pushed_down()
    {
        var candidates = new[] { Candidate(1, "src/v3/a.ts", 1), Candidate(2, "src/v4/a.ts", 1), Candidate(3, "lib/v1/a.ts", 1) };
        Apply(new CodeRole(Options), "how does the walrus sleep", candidates);
        Assert.Equal([Options.SideCodeFactor, 1, 1], candidates.Select(candidate => candidate.Score));
        Assert.Equal(["v3 code"], Steps(candidates[0]));
    }

    [Fact]
    public void Each_further_chunk_of_a_file_counts_half_of_the_one_before()
    {
        var candidates = new[] { Candidate(1, "a.cs", 2), Candidate(1, "a.cs", 8), Candidate(2, "b.cs", 5), Candidate(1, "a.cs", 4) };
        Apply(new FileDecay(Options), "walrus", candidates);
        Assert.Equal([2 * 0.25, 8, 5, 4 * 0.5], candidates.Select(candidate => candidate.Score));
        Assert.Equal([["further chunk of the file"], [], [], ["further chunk of the file"]], candidates.Select(Steps));
    }

    [Fact]
    public void No_step_minds_that_there_is_nothing()
    {
        foreach (var step in (IRankingStep[])[new FileCoherence(Options), new DefinesSymbol(Options), new NamedFile(Options), new CodeRole(Options), new FileDecay(Options)])
            Apply(step, "Walrus.Sleep", []);
    }

    private static void Apply(IRankingStep step, string query, Candidate[] candidates) => step.Apply(QueryAnalyzer.Analyze(new SearchQuery(query)), candidates);

    private static Candidate Candidate(long document, string path, double score, ChunkKind kind = ChunkKind.Member, Definition? definition = null)
    {
        var chunk = new Chunk { Span = new SourceSpan(1, 1), Kind = kind, Text = "x", Definitions = definition is null ? [] : [definition] };
        var candidate = new Candidate(new StoredChunk { Id = document, DocumentId = document, Source = "zoo", Path = path, Language = "csharp", Chunk = chunk }, explain: true);
        candidate.Add("given", score, () => "");
        return candidate;
    }

    private static string[] Steps(Candidate candidate) => [.. candidate.Explanation!.Parts.Skip(1).Select(part => part.Step)];
}
