using LocalRag.Chunking;
using LocalRag.Documents;
using static LocalRag.Tests.Chunking.ChunkInvariants;

namespace LocalRag.Tests.Chunking;

public sealed class TextChunkerTests
{
    [Fact]
    public void Cuts_sql_at_the_ends_of_statements_and_names_what_they_create()
    {
        var chunks = Chunk("a.sql", 32);
        Assert.Equal(
            ["table shop.cart:2", "function total:4", "procedure fill:10"],
            chunks.SelectMany(chunk => chunk.Definitions).Select(one => $"{one.Kind} {one.QualifiedName}:{one.Line}"));
        Assert.Equal(new SourceSpan(4, 8), Assert.Single(chunks, chunk => chunk.Symbol == "total").Span);
        Assert.Equal("CREATE OR REPLACE FUNCTION total() RETURNS int AS $$", Assert.Single(chunks, chunk => chunk.Symbol == "total").Header.Signature);
        Assert.Equal(14, Assert.Single(chunks, chunk => chunk.Symbol == "fill").Span.EndLine);
    }

    [Fact]
    public void Finds_the_sections_of_reStructuredText()
    {
        var chunks = Chunk("a.rst", 32);
        Assert.Equal(["heading Cart:2", "heading Cart.Totals:7"], chunks.SelectMany(chunk => chunk.Definitions).Select(one => $"{one.Kind} {one.QualifiedName}:{one.Line}"));
        Assert.Equal("Cart > Totals", chunks[^1].Header.Container);
        Assert.Equal(7, chunks[^1].Span.StartLine);
    }

    [Fact]
    public void Heads_a_table_of_toml_with_its_name() =>
        Assert.Equal(["[package]", "[dependencies]"], Chunk("a.toml", 32).Select(chunk => chunk.Header.Signature));

    private static IReadOnlyList<Chunk> Chunk(string path, int maxTokens) =>
        new TextChunker(new ChunkingOptions { MaxTokens = maxTokens, MinTokens = 0 }).Chunk(Document(path, LanguageSnippets.ByPath[path])).Chunks;
}
