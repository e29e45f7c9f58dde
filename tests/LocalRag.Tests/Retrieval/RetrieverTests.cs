using LocalRag.Documents;
using LocalRag.Retrieval;
using LocalRag.Storage;

namespace LocalRag.Tests.Retrieval;

/// <summary>The three retrievers, each alone, over one small zoo.</summary>
public sealed class RetrieverTests : IDisposable
{
    private static readonly RankingOptions Options = new();

    private readonly TestIndex _index = new TestIndex().Add("zoo",
        ("src/Walrus.cs", "namespace Zoo;\n\n/// <summary>A large animal of the Arctic with tusks.</summary>\npublic sealed class Walrus\n{\n    public void SleepOnIce(int hours) => Hours += hours;\n\n    public int Hours { get; private set; }\n}\n"),
        ("src/Seal.cs", "namespace Zoo;\n\npublic sealed class Seal\n{\n    public void Sleep() => Rested = true;\n\n    public bool Rested { get; private set; } = a ??= b;\n}\n"),
        ("docs/feeding.md", "# Feeding\n\nThe keeper gives each animal its food in the morning, mussels first.\n"),
        ("deploy/gate.yaml", "gate:\n  opens: 9\n"));

    public void Dispose() => _index.Dispose();

    [Theory]
    [InlineData("mussels", "docs/feeding.md")]
    [InlineData("sleeponice", "src/Walrus.cs")]
    [InlineData("SleepOnIce", "src/Walrus.cs")]
    [InlineData("ice", "src/Walrus.cs")]
    [InlineData("gate", "deploy/gate.yaml")]
    [InlineData("deploy", "deploy/gate.yaml")]
    public void Words_are_found_in_text_header_and_path_whole_and_in_parts(string query, string path) =>
        Assert.Equal(path, Paths(new LexicalRetriever(Options), query).First());

    [Fact]
    public void A_query_without_a_word_is_looked_for_as_it_stands()
    {
        Assert.Equal(["src/Seal.cs"], Paths(new LexicalRetriever(Options), "??="));
        Assert.Empty(Paths(new LexicalRetriever(Options), "☃"));
        Assert.Empty(Paths(new LexicalRetriever(Options), "   "));
    }

    [Fact]
    public void Vectors_find_what_is_near_in_meaning_and_say_how_near()
    {
        var found = Retrieve(new VectorRetriever(_index.Embed), "Which food is given first?");
        Assert.Equal("docs/feeding.md", Path(found[0]));
        Assert.Equal(found.Select(chunk => chunk.Score).OrderDescending(), found.Select(chunk => chunk.Score));
        Assert.All(found, chunk => Assert.InRange(chunk.Score, -1.001, 1.001));
        Assert.Empty(Retrieve(new VectorRetriever(_index.Embed), ""));
    }

    [Fact]
    public void The_cosine_of_a_chunk_with_its_own_text_is_one()
    {
        var chunk = _index.Reader.ReadDocumentChunks("zoo", "docs/feeding.md")[0];
        var nearest = _index.Reader.SearchVectors(_index.Embed(chunk.Chunk.Header.Render() + chunk.Chunk.Text), ChunkFilter.None, 1)[0];
        Assert.Equal(chunk.Id, nearest.ChunkId);
        Assert.Equal(1, nearest.Score, 5);
    }

    [Theory]
    [InlineData("Walrus", "src/Walrus.cs")]
    [InlineData("walrus", "src/Walrus.cs")]
    [InlineData("Seal.Sleep", "src/Seal.cs")]
    [InlineData("Zoo::Walrus::SleepOnIce", "src/Walrus.cs")]
    [InlineData("where is `Rested` set?", "src/Seal.cs")]
    [InlineData("who calls SleepOnIce()", "src/Walrus.cs")]
    public void Symbols_are_found_by_what_the_parsers_know(string query, string path) =>
        Assert.Equal(path, Paths(new SymbolRetriever(), query).First());

    [Theory]
    [InlineData("how do animals rest")]
    [InlineData("Penguin")]
    public void Where_a_query_names_no_symbol_that_is_defined_there_is_none(string query) => Assert.Empty(Paths(new SymbolRetriever(), query));

    [Theory]
    [InlineData("how are routes registered", QueryKind.Natural)]
    [InlineData("JsonReader.Read", QueryKind.Symbol)]
    [InlineData("user_name", QueryKind.Symbol)]
    [InlineData("Walrus", QueryKind.Symbol)]
    [InlineData("how does JsonReader read numbers", QueryKind.Mixed)]
    [InlineData("what does `walrus` do", QueryKind.Mixed)]
    [InlineData("e.g. this one", QueryKind.Natural)]
    [InlineData("予約の期限はいつですか", QueryKind.Natural)]
    [InlineData("`貸出`", QueryKind.Symbol)]
    public void A_query_is_of_the_kind_that_it_looks_like(string query, QueryKind kind) => Assert.Equal(kind, QueryAnalyzer.Analyze(new SearchQuery(query)).Kind);

    [Fact]
    public void Each_filter_narrows_each_retriever()
    {
        _index.Add("park", ("src/Walrus.py", "def sleep_on_ice(hours):\n    \"\"\"Sleeps on the ice.\"\"\"\n    return hours\n"));
        foreach (var retriever in (IRetriever[])[new LexicalRetriever(Options), new VectorRetriever(_index.Embed), new SymbolRetriever()])
        {
            var query = retriever is SymbolRetriever ? "SleepOnIce sleep_on_ice Walrus" : "walrus sleep ice hours";
            Assert.All(Retrieve(retriever, query, new SearchFilters { Source = "park" }), chunk => Assert.Equal("src/Walrus.py", Path(chunk)));
            Assert.All(Retrieve(retriever, query, new SearchFilters { Language = "csharp" }), chunk => Assert.EndsWith(".cs", Path(chunk)));
            Assert.All(Retrieve(retriever, query, new SearchFilters { PathGlob = "*.py" }), chunk => Assert.EndsWith(".py", Path(chunk)));
            Assert.All(Retrieve(retriever, query, new SearchFilters { Kind = ChunkKind.Type }), chunk => Assert.Equal(ChunkKind.Type, _index.Reader.ReadChunks([chunk.ChunkId])[chunk.ChunkId].Chunk.Kind));
            foreach (var filters in (SearchFilters[])[new() { Source = "park" }, new() { Language = "csharp" }, new() { PathGlob = "*.py" }, new() { Kind = ChunkKind.Type }])
                Assert.NotEmpty(Retrieve(retriever, query, filters));
            Assert.Empty(Retrieve(retriever, query, new SearchFilters { Source = "park", Language = "csharp" }));
        }
    }

    private IReadOnlyList<ScoredChunk> Retrieve(IRetriever retriever, string query, SearchFilters? filters = null) =>
        retriever.Retrieve(QueryAnalyzer.Analyze(new SearchQuery(query) { Filters = filters ?? SearchFilters.None }), _index.Reader, 50);

    private List<string> Paths(IRetriever retriever, string query) => [.. Retrieve(retriever, query).Select(Path)];

    private string Path(ScoredChunk chunk) => _index.Reader.ReadChunks([chunk.ChunkId])[chunk.ChunkId].Path;
}
