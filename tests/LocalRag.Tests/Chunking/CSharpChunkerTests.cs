using LocalRag.Chunking;
using LocalRag.Documents;

namespace LocalRag.Tests.Chunking;

public sealed class CSharpChunkerTests
{
    private static readonly ChunkingOptions Sizes = new();

    [Fact]
    public async Task A_small_type_is_one_chunk_that_names_it_and_all_in_it()
    {
        var chunks = await Chunk(
            """
            // Licence.
            using System;

            namespace Shop.Orders;

            /// <summary>What a customer <see cref="T:Shop.Wish"/> buys &amp; pays, by <paramref name="id"/>.</summary>
            [Serializable]
            public sealed record Order(int Id)
                : Entity
            {
                private int a, b;
                public event EventHandler? Paid;
                public int this[int index] => index;
                public static Order operator +(Order left, Order right) => left;
                public static implicit operator int(Order order) => order.Id;
                public int Total { get; set; }
                ~Order() { }
            }
            """);
        Assert.Equal([ChunkKind.Preamble, ChunkKind.Type], chunks.Select(chunk => chunk.Kind));
        Assert.Equal(new SourceSpan(1, 4), chunks[0].Span);
        var order = chunks[1];
        Assert.Equal(new SourceSpan(6, 18), order.Span);
        Assert.Equal("Order", order.Symbol);
        Assert.Equal(new ChunkHeader("Shop.Orders", "", "public sealed record Order(int Id) : Entity", "What a customer Shop.Wish buys & pays, by id."), order.Header);
        Assert.Equal(
            [
                "record Order 8", "field Order.a 11", "field Order.b 11", "event Order.Paid 12", "indexer Order.this[] 13",
                "operator Order.operator + 14", "operator Order.implicit operator int 15", "property Order.Total 16", "method Order.~Order 17",
            ],
            Definitions(order));
        Assert.Equal(["namespace Shop.Orders 4"], Definitions(chunks[0]));
    }

    [Fact]
    public async Task A_long_method_is_cut_between_statements_and_every_part_says_whose_it_is()
    {
        var statements = string.Join("\n", Enumerable.Range(0, 40).Select(n => $"            if (value == {n})\n            {{\n                Console.WriteLine(\"{n} is what it is\");\n            }}"));
        var chunks = await Chunk($"namespace N\n{{\n    class Outer\n    {{\n        class Inner\n        {{\n        /// <summary>Says it.</summary>\n        [Obsolete(\"no\")]\n        public static void Say<T>(\n            int value, // the value\n            T other)\n            where T : class\n        {{\n{statements}\n        }}\n        }}\n    }}\n}}\n");
        var parts = chunks.Where(chunk => chunk.Symbol == "Outer.Inner.Say").ToList();
        Assert.True(parts.Count >= 3);
        Assert.All(parts, part =>
        {
            Assert.Equal(ChunkKind.Member, part.Kind);
            Assert.Equal(new ChunkHeader("N", "Outer.Inner", "public static void Say<T>(int value, T other) where T : class", "Says it."), part.Header);
        });
        Assert.All(parts.Skip(1), part => Assert.StartsWith("            if (value ==", part.Text, StringComparison.Ordinal));
        Assert.Equal(["method Outer.Inner.Say 9"], Definitions(parts[0]));
    }

    [Fact]
    public async Task Runs_of_small_members_stay_together_and_long_ones_apart()
    {
        var body = string.Join("\n", Enumerable.Range(0, 12).Select(n => $"        Console.WriteLine(\"line {n} of the body\");"));
        var fields = string.Join("\n", Enumerable.Range(0, 6).Select(n => $"    private readonly int _field{n};"));
        var chunks = await Chunk($"class C : B\n{{\n{fields}\n\n    void First()\n    {{\n{body}\n    }}\n\n    public C() {{ }}\n    public int Size {{ get; }}\n\n    void Second()\n    {{\n{body}\n    }}\n\n    void Third()\n    {{\n{body}\n    }}\n}}\n");
        Assert.Equal(["Type C", "Member C.First", "Member C.Second", "Member C.Third"], chunks.Select(chunk => $"{chunk.Kind} {chunk.Symbol}"));
        Assert.Contains("constructor C.C 26", chunks.SelectMany(Definitions));
        Assert.EndsWith("    }\n}", chunks[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_every_kind_of_declaration()
    {
        var chunks = await Chunk(
            """
            delegate int Sum(int a);
            interface IShape { double Area { get; } }
            struct Point { public int X; }
            record struct Pair(int A, int B);
            enum Colour { Red, Green = 2 }
            namespace A { namespace B { partial class P { void M() { if (true) { int Local(int x) { return x; } } } } } }
            static class Extensions
            {
                extension<T>(IEnumerable<T> source) { public bool IsEmpty => !source.Any(); }
            }
            """);
        Assert.Equal(
            [
                "delegate Sum 1", "interface IShape 2", "property IShape.Area 2", "struct Point 3", "field Point.X 3", "record Pair 4",
                "enum Colour 5", "enum member Colour.Green 5", "enum member Colour.Red 5", "namespace A 6", "namespace B 6", "class P 6", "method P.M 6",
                "local function P.M.Local 6", "class Extensions 7", "property Extensions.IsEmpty 9",
            ],
            chunks.SelectMany(Definitions));
    }

    [Fact]
    public async Task Top_level_statements_are_statements()
    {
        var chunks = await Chunk("using System;\n\nConsole.WriteLine(Twice(2));\n\nint Twice(int x) => 2 * x;\n");
        Assert.Equal([ChunkKind.Preamble, ChunkKind.Statements], chunks.Select(chunk => chunk.Kind));
        Assert.Equal(["local function Twice 5"], Definitions(chunks[1]));
    }

    [Fact]
    public async Task Code_in_conditional_branches_is_seen()
    {
        var chunks = await Chunk("class C\n{\n#if WINDOWS && !MOBILE\n    void OnWindows() { }\n#else\n    void Elsewhere() { }\n#endif\n#region R\n    void Both() { }\n#endregion\n}\n");
        Assert.Contains("method C.OnWindows 4", chunks.SelectMany(Definitions));
        Assert.Contains("    void Elsewhere() { }", string.Join('\n', chunks.Select(chunk => chunk.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_code_is_cut_as_far_as_it_parses()
    {
        var chunks = await Chunk("namespace N;\nclass C {\n    void M() { if (x { \n    }\n    public int P { get; }\nclass D { void\n}}} )\n");
        Assert.Contains("class C 2", chunks.SelectMany(Definitions));
    }

    [Theory]
    [InlineData("class C { ", "L<", 4_000)]
    [InlineData("class C { ", "L<", 400_000)]
    [InlineData("class C { object M() => ", "(", 400_000)]
    [InlineData("class C { object M() => $\"", "{$\"", 100_000)]
    [InlineData("", "class C { ", 100_000)]
    public async Task What_nests_too_deep_is_cut_plainly_and_says_so(string before, string repeated, int times)
    {
        var chunked = await Run(before + string.Concat(Enumerable.Repeat(repeated, times)));
        Assert.Contains("nested", chunked.Fallback, StringComparison.Ordinal);
        Assert.NotEmpty(chunked.Chunks);
    }

    [Theory]
    [InlineData("class C { bool M(object o) => o is ", "not ")]
    [InlineData("class C { void M() { ", "if (a) b(); else ")]
    [InlineData("class C { void M() { ", "if (a) ")]
    [InlineData("class C { object M() => ", "x => ")]
    [InlineData("class C { object M() => ", "- ")]
    [InlineData("class C { object M() => a", "\n.b()")]
    [InlineData("class C { object M() => a", "\n+ b")]
    public async Task What_nests_without_brackets_does_not_end_the_process(string before, string repeated)
    {
        var document = ChunkInvariants.Document("a.cs", before + string.Concat(Enumerable.Repeat(repeated, 20_000)));
        var chunked = Assert.Single(await new CSharpChunker(Sizes).ChunkAsync([document], TestContext.Current.CancellationToken));
        Assert.Null(ChunkInvariants.Violation(chunked, Sizes));
    }

    [Fact]
    public async Task Cancellation_escapes()
    {
        var cancelled = new CancellationToken(true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await new CSharpChunker(Sizes).ChunkAsync([ChunkInvariants.Document("a.cs", "class C;")], cancelled));
    }

    private static async Task<IReadOnlyList<Chunk>> Chunk(string text)
    {
        var chunked = await Run(text);
        Assert.Null(chunked.Fallback);
        return chunked.Chunks;
    }

    private static async Task<ChunkedDocument> Run(string text)
    {
        var document = ChunkInvariants.Document("src/a.cs", text.ReplaceLineEndings("\n"));
        var chunked = Assert.Single(await new CSharpChunker(Sizes).ChunkAsync([document], TestContext.Current.CancellationToken));
        Assert.Null(ChunkInvariants.Violation(chunked, Sizes));
        return chunked;
    }

    private static IEnumerable<string> Definitions(Chunk chunk) =>
        chunk.Definitions.Select(definition => $"{definition.Kind} {definition.QualifiedName} {definition.Line}");
}
