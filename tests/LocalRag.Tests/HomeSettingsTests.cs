using LocalRag.Tests.Sources;

namespace LocalRag.Tests;

public sealed class HomeSettingsTests
{
    [Fact]
    public void What_the_file_says_is_taken_and_the_rest_is_as_ever()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(TimeSpan.FromMilliseconds(200), KnowledgeBaseOptions.FromHome("default", folder.Home).Freshness.UpdateBudget);
        folder.Write("settings.json", """{ "generator": {"model": "m"}, /* mine */ "freshness": {"updateBudget": "00:00:01.5"}, "Sources": {"submodules": true} }""", folder.Home);
        var options = KnowledgeBaseOptions.FromHome("default", folder.Home);
        Assert.Equal(TimeSpan.FromSeconds(1.5), options.Freshness.UpdateBudget);
        Assert.Equal(TimeSpan.FromMilliseconds(500), options.Freshness.CheckInterval);
        Assert.True(options.Sources is { Submodules: true, UseGit: true });
    }

    [Theory]
    [InlineData("{", "settings.json")]
    [InlineData("[]", "settings.json")]
    [InlineData("""{"freshness": {"updateBugdet": "00:00:01"}}""", "freshness")]
    [InlineData("""{"freshness": {"updateBudget": 200}}""", "freshness.updateBudget")]
    [InlineData("""{"freshness": {"updateBudget": "11:00:00"}}""", "freshness.updateBudget")]
    [InlineData("""{"fresness": {"updateBudget": "00:00:01"}}""", "fresness")]
    [InlineData("""{"sources": {"environment": {}}}""", "sources")]
    public void What_is_wrong_is_named(string text, string named)
    {
        using var folder = new TemporaryFolder();
        folder.Write("settings.json", text, folder.Home);
        Assert.Contains(named, Assert.Throws<KnowledgeBaseException>(() => KnowledgeBase.Open(KnowledgeBaseOptions.FromHome("default", folder.Home))).Message, StringComparison.Ordinal);
    }
}
