using LocalRag.Chunking;
using LocalRag.Documents;

namespace LocalRag.Tests.Chunking;

public sealed class ProjectFileChunkerTests
{
    [Fact]
    public async Task A_long_project_is_cut_between_its_groups_and_targets()
    {
        var packages = string.Concat(Enumerable.Range(0, 12).Select(n => $"    <PackageReference Include=\"Some.Package.Of.Ours{n}\" Version=\"1.0.{n}\" />\n"));
        var text = $"<Project Sdk=\"Microsoft.NET.Sdk\">\n  <!-- What we use. -->\n  <ItemGroup>\n{packages}  </ItemGroup>\n\n  <Target Name=\"Pack\"\n    AfterTargets=\"Build\">\n{packages}  </Target>\n</Project>\n";
        var chunked = await Chunk("src/Shop/Shop.csproj", text);
        Assert.Equal(["Shop", "Shop.Pack"], chunked.Chunks.Select(chunk => chunk.Symbol).Distinct());
        Assert.All(chunked.Chunks, chunk => Assert.Equal(ChunkKind.Configuration, chunk.Kind));
        Assert.Contains(chunked.Chunks, chunk => chunk.Text.StartsWith("  <Target", StringComparison.Ordinal) && chunk.Header.Signature == "<Target Name=\"Pack\"");
        Assert.Equal(["project Shop 1", "target Shop.Pack 18"], Definitions(chunked));
    }

    [Fact]
    public async Task Solutions_define_their_projects()
    {
        var classic = await Chunk("Shop.sln", "Microsoft Visual Studio Solution File\nProject(\"{9A}\") = \"Shop.Web\", \"src\\Shop.Web.csproj\", \"{F9}\"\nEndProject\nGlobal\n\tGlobalSection(X) = preSolution\n\tEndGlobalSection\nEndGlobal\n");
        Assert.Equal(["project Shop.Shop.Web 2"], Definitions(classic));
        var modern = await Chunk("Shop.slnx", "<Solution>\n  <Folder Name=\"/src/\">\n    <Project Path=\"src\\Shop.Web\\Shop.Web.csproj\" />\n  </Folder>\n</Solution>\n");
        Assert.Equal(["solution Shop 1", "project Shop.Shop.Web 3"], Definitions(modern));
    }

    [Theory]
    [InlineData("<Project>\n<ItemGroup>\n<A>\n")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"&b;&b;\">]>\n<Project>&b;</Project>")]
    [InlineData("not xml")]
    public async Task Broken_projects_are_cut_plainly_and_say_so(string text) =>
        Assert.Contains("XML", (await Chunk("a.csproj", text)).Fallback, StringComparison.Ordinal);

    [Fact]
    public async Task Deep_nesting_does_not_end_the_process() =>
        Assert.NotEmpty((await Chunk("a.props", "<Project>" + string.Concat(Enumerable.Repeat("<A>", 100_000)))).Chunks);

    private static async Task<ChunkedDocument> Chunk(string path, string text)
    {
        var options = new ChunkingOptions();
        var chunked = Assert.Single(await new ProjectFileChunker(options).ChunkAsync([ChunkInvariants.Document(path, text)], TestContext.Current.CancellationToken));
        Assert.Null(ChunkInvariants.Violation(chunked, options));
        return chunked;
    }

    private static IEnumerable<string> Definitions(ChunkedDocument chunked) =>
        chunked.Chunks.SelectMany(chunk => chunk.Definitions).Select(definition => $"{definition.Kind} {definition.QualifiedName} {definition.Line}");
}
