using LocalRag.Indexing;
using LocalRag.Models;
using LocalRag.Models.Settings;
using LocalRag.Retrieval;

namespace LocalRag.ModelHost.Tests.Clients;

/// <summary>A search of a whole knowledge base with a reranker in the real host, or with one that is not there.</summary>
public sealed class RerankedSearchTests
{
    private const string Query = "where does the cat sleep in the house";

    private static readonly string[] Texts = ["The cat sleeps in a box.", "A dog sleeps in the house of the cat.", "In the house nobody sleeps.", "Where the cat does sleep, no dog is.", "The house has a cat and a dog."];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("reranker")]
    [InlineData("qwen2")]
    public async Task A_question_is_answered_in_the_rerankers_order_and_a_name_is_not(string model)
    {
        using var home = new ClientHome(model);
        home.Use(ModelRole.Reranker, new ModelChoice { Model = model });
        using var knowledgeBase = await IndexAsync(home, new RankingOptions { RerankWeight = 1, RerankTime = TimeSpan.FromMinutes(5) });

        var result = await knowledgeBase.SearchAsync(new SearchQuery(Query) { Explain = true }, Cancellation);
        Assert.Empty(result.Notes);
        Assert.Equal(Texts.Length, result.Hits.Count);
        Assert.All(result.Hits, hit => Assert.Contains(hit.Explanation!.Parts, part => part.Step == "reranker"));
        Assert.True(result.Stats.RerankMilliseconds > 0);

        using var client = home.Client(new ModelSettings { Reranker = new ModelChoice { Model = model } });
        await home.HostIdAsync(client);
        var scores = await (await client.RerankerAsync(Cancellation))!.ScoreAsync(Query, [.. result.Hits.Select(hit => $"{hit.Path}\n{hit.Header.Render()}{hit.Text}")], Cancellation);
        Assert.True(scores.Distinct().Count() > 2);
        // One score is a little another in a batch of other neighbours.
        for (var i = 1; i < scores.Count; i++) Assert.True(scores[i - 1] >= scores[i] - 0.01, string.Join(", ", scores));

        var named = await knowledgeBase.SearchAsync(new SearchQuery("CatBox") { Explain = true }, Cancellation);
        Assert.All(named.Hits, hit => Assert.DoesNotContain(hit.Explanation!.Parts, part => part.Step == "reranker"));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/v1", "127.0.0.1:9")]
    [InlineData(null, "'nobody'")]
    public async Task A_reranker_that_cannot_be_used_is_a_note_and_never_an_error(string? url, string named)
    {
        using var home = new ClientHome();
        using var plain = await IndexAsync(home, new RankingOptions());
        var expected = await plain.SearchAsync(new SearchQuery(Query), Cancellation);
        home.Use(ModelRole.Reranker, new ModelChoice { Model = "nobody", Url = url is null ? null : new Uri(url) });
        var result = await plain.SearchAsync(new SearchQuery(Query), Cancellation);
        Assert.Equal(expected.Hits.Select(hit => (hit.Path, hit.Score)), result.Hits.Select(hit => (hit.Path, hit.Score)));
        var note = Assert.Single(result.Notes);
        Assert.StartsWith("Searched without the reranker.", note, StringComparison.Ordinal);
        Assert.Contains(named, note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_are_wrong_do_not_end_a_search()
    {
        using var home = new ClientHome();
        using var knowledgeBase = await IndexAsync(home, new RankingOptions());
        await File.WriteAllTextAsync(Path.Combine(home.Folder, "settings.json"), "{ \"reranker\": 1 }", Cancellation);
        var result = await knowledgeBase.SearchAsync(new SearchQuery(Query), Cancellation);
        Assert.NotEmpty(result.Hits);
        Assert.Contains("settings.json", Assert.Single(result.Notes), StringComparison.Ordinal);
    }

    private static async Task<KnowledgeBase> IndexAsync(ClientHome home, RankingOptions ranking)
    {
        var work = Directory.CreateDirectory(Path.Combine(home.Folder, "work")).FullName;
        for (var i = 0; i < Texts.Length; i++) await File.WriteAllTextAsync(Path.Combine(work, $"{(char)('a' + i)}.md"), Texts[i] + "\n", Cancellation);
        var knowledgeBase = KnowledgeBase.Open(new KnowledgeBaseOptions { Home = home.Folder, Ranking = ranking });
        await knowledgeBase.IndexAsync(new IndexRequest(work), cancellationToken: Cancellation);
        return knowledgeBase;
    }
}
