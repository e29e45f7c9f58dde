using LocalRag.Web.Browsing;

namespace LocalRag.Web.Tests.Browsing;

public sealed class FileTreeTests
{
    [Fact]
    public void Folders_come_first_and_only_open_ones_have_rows_below_them()
    {
        var tree = TreeOf("README.md", "a.cs", "docs/x.md", "src/A/one.cs", "src/B/two.cs", "src/top.cs");
        Assert.Equal(["docs/", "src/", "README.md", "a.cs"], Paths(tree));
        tree.Toggle("src/");
        Assert.Equal(["docs/", "src/", "src/A/", "src/B/", "src/top.cs", "README.md", "a.cs"], Paths(tree));
        Assert.Equal(3, tree.Rows[1].Files);
        tree.Toggle("src/");
        tree.Reveal("src/B/two.cs");
        Assert.Contains("src/B/two.cs", Paths(tree));
        Assert.DoesNotContain("src/A/one.cs", Paths(tree));
        tree.Filter("TWO");
        Assert.Equal(["src/B/two.cs"], Paths(tree));
    }

    [Fact]
    public void A_hundred_thousand_files_open_and_close_in_a_moment()
    {
        var tree = TreeOf([.. Enumerable.Range(0, 100_000).Select(i => $"src/p{i / 1000:000}/f{i:000000}.cs")]);
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        tree.Toggle("src/");
        tree.Toggle("src/p050/");
        tree.Filter("f09999");
        tree.Filter("");
        Assert.Equal(1 + 100 + 1000, tree.Rows.Count);
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("#L10-L20", 10, 20)]
    [InlineData("#L7", 7, 7)]
    [InlineData("20-10", 10, 20)]
    [InlineData("#part", 0, 0)]
    [InlineData("#L0", 0, 0)]
    public void Lines_are_read_from_an_address(string text, int start, int end) =>
        Assert.Equal(start == 0 ? null : new LocalRag.Documents.SourceSpan(start, end), PlaceAddress.ParseLines(text));

    [Theory]
    [InlineData("other.md", "browse/notes/docs/other.md")]
    [InlineData("../README.md", "browse/notes/README.md")]
    [InlineData("/src/a.cs", "browse/notes/src/a.cs")]
    [InlineData("#part", "browse/notes/docs/guide.md#md-part")]
    [InlineData("../../etc/passwd", null)]
    public void A_link_of_a_document_stays_within_its_source(string link, string? address) =>
        Assert.Equal(address, PlaceAddress.Resolve("notes", "docs/guide.md", link));

    private static FileTree TreeOf(params string[] paths) =>
        new([.. paths.Order(StringComparer.Ordinal).Select(path => new FileEntry(path, "text", 1, null))]);

    private static IEnumerable<string> Paths(FileTree tree) => tree.Rows.Select(row => row.Path);
}
