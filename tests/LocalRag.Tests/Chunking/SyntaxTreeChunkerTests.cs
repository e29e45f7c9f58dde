using LocalRag.Chunking;
using LocalRag.Documents;
using static LocalRag.Tests.Chunking.ChunkInvariants;

namespace LocalRag.Tests.Chunking;

public sealed class SyntaxTreeChunkerTests
{
    private static readonly ChunkingOptions Fine = new() { MaxTokens = 32, MinTokens = 0 };

    [Theory]
    [InlineData("a.ts", "class Cart:7 property Cart.lines:8 method Cart.total:10 interface Priced:14 method Priced.price:14 function round:15 constant LIMIT:18 type Money:19 enum Colour:20 namespace Inner:21 function Inner.helper:21")]
    [InlineData("a.tsx", "function Button:1 function Card:4")]
    [InlineData("a.js", "class Cart:2 method Cart.total:3 method Cart.add:5 function round:6 function main:7 constant limit:8")]
    [InlineData("src/shop/cart.py", "constant LIMIT:3 class Cart:7 method Cart.total:11 function main:15")]
    [InlineData("a.go", "struct Cart:6 method Cart.Total:11 interface Priced:15 method Priced.Price:16 constant Limit:19 function main:21")]
    [InlineData("a.java", "class Cart:5 field Cart.count:6 constructor Cart.Cart:7 method Cart.total:10 enum Cart.Colour:11 interface Priced:13 method Priced.price:13 record Line:14")]
    [InlineData("crates/shop/src/cart.rs", "struct Cart:5 method Cart.total:11 trait Priced:14 method Priced.price:14 enum Colour:15 constant LIMIT:16 module inner:17 function inner.helper:17 macro cart:18")]
    [InlineData("a.c", "macro LIMIT:2 struct cart:5 type line_t:6 function total:7 function price:11")]
    [InlineData("a.cpp", "namespace shop:1 class shop.Cart:4 method shop.Cart.total:6 method shop.Cart.count:7 method shop.Cart.count:9 type shop.Money:10")]
    [InlineData("a.kt", "class Cart:5 property Cart.count:6 method Cart.total:7 interface Priced:9 method Priced.price:9 object Shop:10 type Money:11")]
    [InlineData("a.rb", "module Shop:1 class Shop.Cart:3 constant Shop.Cart.LIMIT:4 method Shop.Cart.total:5 method Shop.Cart.create:8")]
    [InlineData("a.php", "class Cart:6 constant Cart.LIMIT:7 property Cart.$count:8 method Cart.total:9 interface Priced:11 function main:12")]
    [InlineData("a.swift", "class Cart:2 property Cart.count:3 method Cart.total:5 method Cart.empty:7 protocol Priced:8 method Priced.price:8 type Money:9")]
    [InlineData("a.scala", "class Cart:4 value Cart.count:5 method Cart.total:6 object Shop:8 trait Priced:9 method Priced.price:9")]
    [InlineData("a.lua", "function total:2 method Cart.new:5 method Cart.add:6 method Cart.drop:7")]
    [InlineData("a.sh", "function total:3 function main:6")]
    [InlineData("a.html", "")]
    [InlineData("a.css", "rule .cart, #total > b:2 rule .cart:3 keyframes spin:4")]
    [InlineData("a.yml", "key name:2 key build:3 key build.steps:4")]
    [InlineData("a.json", "key name:2 key scripts:3 key scripts.build:3")]
    [InlineData("a.ex", "module Shop.Cart:1 function Shop.Cart.total:3 function Shop.Cart.helper:6")]
    [InlineData("a.hs", "type Cart:3 function total:4")]
    [InlineData("a.tf", "block cart:1")]
    [InlineData("a.sol", "contract Cart:1 variable Cart.count:3 event Cart.Added:4 method Cart.total:5")]
    public async Task Names_what_a_language_defines(string path, string expected)
    {
        var chunked = await Chunk(path, new ChunkingOptions());
        Assert.Null(chunked.Fallback);
        Assert.Equal(expected, string.Join(' ', chunked.Chunks.SelectMany(chunk => chunk.Definitions).Select(one => $"{one.Kind} {one.QualifiedName}:{one.Line}")));
    }

    [Theory]
    [InlineData("a.ts", "Cart.total", "", "Cart", "total(rate: number): number", "")]
    [InlineData("a.ts", "round", "", "", "export const round = async (value: number): Promise<number>", "")]
    [InlineData("src/shop/cart.py", "Cart.total", "shop.cart", "Cart", "def total(self, rate: float = 1.0) -> float", "The total of all lines.")]
    [InlineData("a.go", "Cart.Total", "shop", "Cart", "func (c *Cart) Total(rate float64) (int, error)", "Total adds the lines.")]
    [InlineData("a.go", "Cart", "shop", "", "type Cart struct", "Cart holds lines. 购物车")]
    [InlineData("a.java", "Cart.total", "shop.cart", "Cart", "public int total(int rate)", "The total.")]
    [InlineData("crates/shop/src/cart.rs", "Cart", "shop::cart", "", "pub struct Cart<T>", "買い物かご。 Holds lines.")]
    [InlineData("a.rb", "Shop.Cart.total", "", "Shop.Cart", "def total(rate)", "")]
    [InlineData("a.lua", "total", "", "", "local function total(rate)", "かご。 Holds lines.")]
    [InlineData("a.sh", "total", "", "", "total()", "かご。 Adds it up.")]
    [InlineData("a.yml", "build", "", "", "build:", "")]
    public async Task Heads_a_chunk_with_its_place_declaration_and_comment(
        string path, string symbol, string scope, string container, string signature, string summary)
    {
        var chunked = await Chunk(path, Fine);
        var header = chunked.Chunks.First(chunk => chunk.Symbol == symbol).Header;
        Assert.Equal(new ChunkHeader(scope, container, signature, summary), header);
    }

    [Fact]
    public async Task Keeps_comments_and_decorators_with_what_they_belong_to()
    {
        var python = await Chunk("src/shop/cart.py", Fine);
        Assert.Equal(10, Assert.Single(python.Chunks, chunk => chunk.Symbol == "Cart.total").Span.StartLine);
        var rust = await Chunk("crates/shop/src/cart.rs", Fine);
        Assert.Equal(new SourceSpan(3, 7), Assert.Single(rust.Chunks, chunk => chunk.Symbol == "Cart" && chunk.Span.StartLine < 9).Span);
    }

    [Fact]
    public async Task Gives_the_results_of_a_batch_in_its_order()
    {
        var documents = LanguageSnippets.ByPath.Where(one => SyntaxGrammars.Of(Languages.Of(one.Key)) is not null)
            .Select(one => Document(one.Key, one.Value)).Reverse().ToList();
        var chunked = await new SyntaxTreeChunker(new ChunkingOptions()).ChunkAsync(documents, TestContext.Current.CancellationToken);
        Assert.Equal(documents, chunked.Select(one => one.Document));
        Assert.All(chunked, one => Assert.Null(one.Fallback));
    }

    [Theory]
    [InlineData("../../etc/cron.d/x.py")]
    [InlineData("-rf.py")]
    [InlineData("--config=evil.py")]
    [InlineData("a\nb\u202e;$(touch x).py")]
    [InlineData("sgconfig.yml")]
    public async Task A_hostile_name_is_only_a_name(string path)
    {
        var document = Document(path, path.EndsWith("yml", StringComparison.Ordinal) ? "customLanguages:\n  x:\n    libraryPath: evil.so\n" : "def total(): pass\n");
        var chunked = await new SyntaxTreeChunker(new ChunkingOptions()).ChunkAsync([document], TestContext.Current.CancellationToken);
        Assert.Null(chunked[0].Fallback);
        Assert.NotEmpty(chunked[0].Chunks[0].Definitions);
    }

    [Fact]
    public async Task Without_ast_grep_a_file_is_cut_by_its_lines_and_says_so()
    {
        var chunker = new SyntaxTreeChunker(new ChunkingOptions(), Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")));
        var chunked = await chunker.ChunkAsync([Document("a.ts", LanguageSnippets.ByPath["a.ts"])], TestContext.Current.CancellationToken);
        Assert.Contains("ast-grep is missing", chunked[0].Fallback, StringComparison.Ordinal);
        Assert.Null(Violation(chunked[0], new ChunkingOptions()));
    }

    [Fact]
    public async Task One_file_that_nests_too_deeply_does_not_cost_its_batch()
    {
        var documents = new[] { Document("a.json", new string('[', 50_000)), Document("b.py", "def total(): pass\n") };
        var chunked = await new SyntaxTreeChunker(new ChunkingOptions()).ChunkAsync(documents, TestContext.Current.CancellationToken);
        Assert.Contains("nested too deeply", chunked[0].Fallback, StringComparison.Ordinal);
        Assert.Null(chunked[1].Fallback);
    }

    private static async Task<ChunkedDocument> Chunk(string path, ChunkingOptions options)
    {
        var document = Document(path, LanguageSnippets.ByPath[path]);
        return (await new SyntaxTreeChunker(options).ChunkAsync([document], TestContext.Current.CancellationToken))[0];
    }
}
