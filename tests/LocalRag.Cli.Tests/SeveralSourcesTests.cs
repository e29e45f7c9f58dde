using System.Text.Json;

namespace LocalRag.Cli.Tests;

/// <summary>A knowledge base that holds more than one folder.</summary>
public sealed class SeveralSourcesTests : IDisposable
{
    private readonly Localrag _localrag = new();

    public void Dispose() => _localrag.Dispose();

    [Fact]
    public async Task Index_without_a_path_brings_every_source_up_to_date_and_names_those_that_are_gone()
    {
        await IndexAsync();
        _localrag.Write("one/a.md", "# Ocelot\n\nIt hunts.\n");
        _localrag.Write("two/b.md", "# Heron\n\nIt wades.\n");
        var all = await _localrag.RunAsync("index", "--json");
        Assert.Equal(0, all.Code);
        Assert.Equal(["one 1", "two 1"], all.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Select(report => $"{report.GetProperty("source")} {report.GetProperty("changed")}"));

        Directory.Move(Path.Combine(_localrag.Work, "one"), Path.Combine(_localrag.Work, "away"));
        _localrag.Write("two/b.md", "# Stork\n\nIt clatters.\n");
        var rest = await _localrag.RunAsync("index");
        Assert.Equal(1, rest.Code);
        Assert.Contains("one", rest.Error, StringComparison.Ordinal);
        Assert.Contains("two: 1 files", rest.Out + rest.Error, StringComparison.Ordinal);
        Assert.Contains("gone", (await _localrag.RunAsync("status")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hit_names_its_source_and_a_search_without_hits_says_how_fresh_it_was()
    {
        await IndexAsync();
        Assert.Contains("two  b.md", (await _localrag.RunAsync("search", "pelican", "--source", "two")).Out + (await _localrag.RunAsync("search", "pelican")).Out, StringComparison.Ordinal);
        Directory.Move(Path.Combine(_localrag.Work, "one"), Path.Combine(_localrag.Work, "away"));
        var nothing = await _localrag.RunAsync("search", "walrus", "--path", "nowhere/**");
        Assert.Equal(3, nothing.Code);
        Assert.Contains("The folder of one is gone", nothing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_removed_with_purge_leaves_nothing_in_the_file()
    {
        await IndexAsync();
        Assert.Equal(0, (await _localrag.RunAsync("remove", "one", "--purge")).Code);
        foreach (var file in Directory.EnumerateFiles(_localrag.Home)) Assert.DoesNotContain("Walrus", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, (await _localrag.RunAsync("search", "pelican")).Code);
    }

    private async Task IndexAsync()
    {
        _localrag.Write("one/a.md", "# Walrus\n\nIt swims.\n");
        _localrag.Write("two/b.md", "# Pelican\n\nIt flies.\n");
        foreach (var name in (string[])["one", "two"]) Assert.Equal(0, (await _localrag.RunAsync("index", Path.Combine(_localrag.Work, name))).Code);
    }
}
