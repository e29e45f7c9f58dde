using FsCheck;
using FsCheck.Fluent;
using LocalRag.Chunking;
using LocalRag.Documents;
using static LocalRag.Tests.Chunking.ChunkInvariants;

namespace LocalRag.Tests.Chunking;

public sealed class LanguagesPropertyTests
{
    private static readonly string[] Splices =
        ["\n", "\r\n", "\r", "\n\n\n", "{", "}", "(", "\"", "'''", "/*", "*/", "//", "#", "---\n", "```\n", "\t", "  ", "日本語", "\ud83d\ude00", "\ud83d", "\0", ";", "<", "\u2028", "\ufeff", new('x', 600)];

    [Fact]
    public void Chunks_of_any_damaged_file_are_its_lines_in_order()
    {
        var catalog = new ChunkerCatalog(new ChunkingOptions());
        var options = new ChunkingOptions { MaxTokens = 48, MinTokens = 12 };
        var small = new ChunkerCatalog(options);
        var damage = Gen.Choose(0, 10_000).SelectMany(at => Gen.Choose(0, Splices.Length - 1).SelectMany(what => Gen.Choose(0, 40).Select(cut => (at, what, cut))));
        Prop.ForAll(Gen.ListOf(damage).Select(list => list.Take(6).ToList()).ToArbitrary(), edits =>
        {
            var documents = LanguageSnippets.ByPath.Select(one => Document(one.Key, Damage(one.Value, edits))).ToList();
            foreach (var (chunkers, sizes) in new[] { (catalog, new ChunkingOptions()), (small, options) })
                foreach (var group in documents.GroupBy(document => chunkers.For(document.Language)))
                    foreach (var chunked in group.Key.ChunkAsync([.. group], CancellationToken.None).AsTask().GetAwaiter().GetResult())
                        if (Violation(chunked, sizes) is { } violation)
                            Assert.Fail($"{chunked.Document.Path}: {violation}\n{chunked.Document.Text}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10));
    }

    [Fact]
    public void Every_language_has_a_chunker()
    {
        var catalog = new ChunkerCatalog(new ChunkingOptions());
        Assert.All(Languages.All, language => Assert.True(catalog.For(language).BatchSize > 0));
        Assert.IsType<SyntaxTreeChunker>(catalog.For("typescript"));
        Assert.IsType<MarkdownChunker>(catalog.For("markdown"));
        Assert.IsType<CSharpChunker>(catalog.For("csharp"));
        Assert.IsType<TextChunker>(catalog.For("sql"));
    }

    private static string Damage(string text, List<(int At, int What, int Cut)> edits)
    {
        foreach (var (at, what, cut) in edits)
        {
            var start = at % (text.Length + 1);
            text = text[..start] + Splices[what] + text[Math.Min(text.Length, start + cut)..];
        }

        return text;
    }
}
