using LocalRag.Chunking;
using LocalRag.Documents;

namespace LocalRag.Tests.Chunking;

public sealed class RazorChunkerTests
{
    [Fact]
    public async Task Markup_is_markup_and_code_blocks_are_members_at_their_true_lines()
    {
        const string text =
            """
            @page "/orders/{Id:int}"
            @namespace Shop.Pages
            @inject IOrders Orders

            <h1>Order @Id</h1>

            @code {
                /// <summary>Which one.</summary>
                [Parameter] public int Id { get; set; }

                private async Task LoadAsync()
                {
                    void Local() { }
                }
            }

            <footer>}</footer>
            @functions
            {
                int Answer() => 42;
            }
            """;
        var document = ChunkInvariants.Document("Pages/OrderPage.razor", text);
        var options = new ChunkingOptions();
        var chunked = Assert.Single(await new RazorChunker(options).ChunkAsync([document], TestContext.Current.CancellationToken));
        Assert.Null(chunked.Fallback);
        Assert.Null(ChunkInvariants.Violation(chunked, options));
        Assert.Equal(
            [(ChunkKind.Markup, new SourceSpan(1, 5)), (ChunkKind.Members, new SourceSpan(7, 15)), (ChunkKind.Markup, new SourceSpan(17, 17)), (ChunkKind.Member, new SourceSpan(18, 21))],
            chunked.Chunks.Select(chunk => (chunk.Kind, chunk.Span)));
        Assert.Equal("OrderPage", chunked.Chunks[0].Symbol);
        Assert.Equal("OrderPage.Answer", chunked.Chunks[3].Symbol);
        Assert.Equal(new ChunkHeader("Shop.Pages", "", "OrderPage @page \"/orders/{Id:int}\"", ""), chunked.Chunks[0].Header);
        Assert.Equal(
            ["component OrderPage 1", "property OrderPage.Id 9", "method OrderPage.LoadAsync 11", "local function OrderPage.LoadAsync.Local 13", "method OrderPage.Answer 20"],
            chunked.Chunks.SelectMany(chunk => chunk.Definitions).Select(definition => $"{definition.Kind} {definition.QualifiedName} {definition.Line}"));
    }

    [Fact]
    public async Task A_block_that_never_ends_and_thousands_of_blocks_are_chunked()
    {
        var options = new ChunkingOptions();
        foreach (var text in (string[])["@code {\n int x;\n <p>", string.Concat(Enumerable.Repeat("@code { int x; }\n", 20_000)), "@code", "@code {"])
        {
            var chunked = await new RazorChunker(options).ChunkAsync([ChunkInvariants.Document("a.razor", text)], TestContext.Current.CancellationToken);
            Assert.Null(ChunkInvariants.Violation(chunked[0], options));
        }
    }
}
