using LocalRag.Chunking;
using LocalRag.Documents;
using static LocalRag.Tests.Chunking.ChunkInvariants;

namespace LocalRag.Tests.Chunking;

public sealed class MarkdownChunkerTests
{
    [Fact]
    public async Task Heads_a_section_with_the_title_and_headings_around_it()
    {
        var chunks = (await Chunk(LanguageSnippets.ByPath["a.md"], new ChunkingOptions { MaxTokens = 32, MinTokens = 0 })).Chunks;
        var totals = Assert.Single(chunks, chunk => chunk.Symbol == "Totals");
        Assert.Equal("かご > Cart > Totals", totals.Header.Container);
        Assert.Equal(new SourceSpan(16, 21), totals.Span);
        Assert.Equal(ChunkKind.Section, totals.Kind);
        Assert.Equal(["Cart:6", "Totals:16"], chunks.SelectMany(chunk => chunk.Definitions).Select(one => $"{one.Name}:{one.Line}"));
        Assert.DoesNotContain(chunks.SelectMany(chunk => chunk.Definitions), one => one.Kind != "heading");
    }

    [Fact]
    public async Task Does_not_tear_a_code_block_or_a_table_apart()
    {
        var code = "```\n" + string.Concat(Enumerable.Range(0, 12).Select(line => $"line {line}\n\n")) + "```";
        var table = "| a | b |\n|---|---|\n" + string.Concat(Enumerable.Range(0, 8).Select(row => $"| row {row} | x |\n"));
        var text = $"# One\n\n{string.Concat(Enumerable.Repeat("A paragraph of words that goes on.\n\n", 20))}{code}\n\nBetween.\n\n{table}\n";
        var chunks = (await Chunk(text, new ChunkingOptions { MaxTokens = 90, MinTokens = 20 })).Chunks;
        Assert.True(chunks.Count > 2);
        Assert.Contains(chunks, chunk => chunk.Text.Contains(code, StringComparison.Ordinal));
        Assert.Contains(chunks, chunk => chunk.Text.Contains(table.TrimEnd(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cuts_a_long_list_between_its_items()
    {
        var text = "# One\n\n" + string.Concat(Enumerable.Range(0, 30).Select(item => $"- item {item} says something\n  over two lines\n"));
        var chunks = (await Chunk(text, new ChunkingOptions { MaxTokens = 60, MinTokens = 10 })).Chunks;
        Assert.True(chunks.Count > 3);
        Assert.All(chunks.Skip(1), chunk => Assert.StartsWith("- item", chunk.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_bomb_is_read_as_fast_as_any_text()
    {
        var chunked = await Chunk(string.Concat(Enumerable.Repeat("[a](", 40_000)), new ChunkingOptions()).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Null(chunked.Fallback);
    }

    [Theory]
    [InlineData(">", 20_000)]
    [InlineData("- ", 20_000)]
    [InlineData("> - ", 5_000)]
    public async Task Deep_nesting_falls_back_and_says_so(string marker, int times)
    {
        var chunked = await Chunk(string.Concat(Enumerable.Repeat(marker, times)) + "x", new ChunkingOptions());
        Assert.Contains("nested too deeply", chunked.Fallback, StringComparison.Ordinal);
        Assert.Null(Violation(chunked, new ChunkingOptions()));
    }

    private static async Task<ChunkedDocument> Chunk(string text, ChunkingOptions options) =>
        await Task.Run(async () => (await new MarkdownChunker(options).ChunkAsync([Document("a.md", text)], CancellationToken.None))[0]);
}
