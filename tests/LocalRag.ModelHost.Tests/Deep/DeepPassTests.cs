using LocalRag.Indexing;
using LocalRag.Retrieval;

namespace LocalRag.ModelHost.Tests.Deep;

/// <summary>The second pass through the real host: filled in, resumed, followed, searched with, and gone without when it must be.</summary>
public sealed class DeepPassTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_chunk_gets_a_vector_and_searches_fuse_it()
    {
        using var home = new DeepHome(files: 12);
        using var knowledgeBase = home.Open();
        await home.IndexAsync(knowledgeBase);
        Assert.Null((await knowledgeBase.GetStatusAsync(Cancellation)).Deep);
        Assert.Null((await SearchAsync(knowledgeBase)).Stats.DeepMilliseconds);

        home.Use("bert");
        Assert.Equal("bert", (await knowledgeBase.GetStatusAsync(Cancellation)).Deep!.Embedder);
        var report = await home.FillAsync(knowledgeBase, cancellationToken: Cancellation);
        Assert.Equal((12, 12, 12, true), (report.Vectors, report.Chunks, report.Embedded, report.Serving));
        Assert.True(report.PerSecond > 0);

        var status = (await knowledgeBase.GetStatusAsync(Cancellation)).Deep!;
        Assert.True(status is { IsWhole: true, Model: "bert", Vectors: 12, Chunks: 12, NextModel: null, IsFilling: false, Problem: null, ChunksPerSecond: > 0 }, status.ToString());
        var result = await SearchAsync(knowledgeBase);
        Assert.Empty(result.Notes);
        Assert.NotNull(result.Stats.DeepMilliseconds);
        Assert.All(result.Hits, hit => Assert.Contains(hit.Explanation!.Parts, part => part.Step == "deep"));

        Assert.Equal((0, 0), (await home.FillAsync(knowledgeBase, cancellationToken: Cancellation)) is var again ? (again.Embedded, again.Reused) : default);
    }

    [Fact]
    public async Task A_pass_that_is_cancelled_goes_on_where_it_was()
    {
        using var home = new DeepHome(files: 400);
        using var knowledgeBase = home.Open();
        home.Use("bert");
        await home.IndexAsync(knowledgeBase);
        var partly = await CancelHalfWayAsync(home, knowledgeBase);
        Assert.InRange(partly.Vectors, 1, 399);

        var result = await SearchAsync(knowledgeBase);
        Assert.Single(result.Notes);
        Assert.NotNull(result.Stats.DeepMilliseconds);

        // As another process would, which knows nothing but the file.
        using var other = home.Open();
        var report = await home.FillAsync(other, cancellationToken: Cancellation);
        Assert.Equal((400, 400 - partly.Vectors), (report.Vectors, report.Embedded));
    }

    [Fact]
    public async Task What_is_deleted_loses_its_vector_and_has_it_back_without_the_model()
    {
        using var home = new DeepHome(files: 5);
        using var knowledgeBase = home.Open();
        home.Use("bert");
        await home.IndexAsync(knowledgeBase);
        await home.FillAsync(knowledgeBase, cancellationToken: Cancellation);
        home.Delete(3);
        await home.IndexAsync(knowledgeBase);
        Assert.Equal((4, 4), await ReachAsync(knowledgeBase));
        home.Write(3, "the cat 3 sat on a hat");
        home.Write(4, "in on an and the hat");
        await home.IndexAsync(knowledgeBase);
        Assert.Equal((4, 5), await ReachAsync(knowledgeBase));
        Assert.Equal(1, (await home.FillAsync(knowledgeBase, cancellationToken: Cancellation)).Embedded);
    }

    [Fact]
    public async Task Another_embedder_takes_over_when_its_vectors_are_whole()
    {
        using var home = new DeepHome(files: 400);
        using var knowledgeBase = home.Open();
        home.Use("bert");
        await home.IndexAsync(knowledgeBase);
        await home.FillAsync(knowledgeBase, cancellationToken: Cancellation);

        home.Use("other");
        await CancelHalfWayAsync(home, knowledgeBase);
        var between = (await knowledgeBase.GetStatusAsync(Cancellation)).Deep!;
        Assert.Equal(("other", "bert", 400, "other"), (between.Embedder, between.Model, between.Vectors, between.NextModel));
        Assert.InRange(between.NextVectors, 1, 399);
        var result = await SearchAsync(knowledgeBase);
        Assert.Empty(result.Notes);
        Assert.NotNull(result.Stats.DeepMilliseconds);

        Assert.True((await home.FillAsync(knowledgeBase, cancellationToken: Cancellation)).Serving);
        var after = (await knowledgeBase.GetStatusAsync(Cancellation)).Deep!;
        Assert.Equal(("other", 400, null), (after.Model, after.Vectors, after.NextModel));
        Assert.NotNull((await SearchAsync(knowledgeBase)).Stats.DeepMilliseconds);
    }

    [Fact]
    public async Task Without_its_model_a_search_goes_on_and_says_so()
    {
        using var home = new DeepHome(files: 5);
        home.Use("bert");
        using (var filling = home.Open())
        {
            await home.IndexAsync(filling);
            await home.FillAsync(filling, cancellationToken: Cancellation);
        }

        await home.LoseHostAsync();
        using var knowledgeBase = home.Open();
        var result = await SearchAsync(knowledgeBase);
        Assert.NotEmpty(result.Hits);
        Assert.Null(result.Stats.DeepMilliseconds);
        Assert.Contains("/nowhere/host", Assert.Single(result.Notes), StringComparison.Ordinal);
        Assert.Equal(result.Notes[0], (await knowledgeBase.GetStatusAsync(Cancellation)).Deep!.Problem);
    }

    [Fact]
    public async Task With_no_second_embedder_its_vectors_are_left_alone_until_they_are_purged()
    {
        using var home = new DeepHome(files: 5);
        using var knowledgeBase = home.Open();
        home.Use("bert");
        await home.IndexAsync(knowledgeBase);
        await home.FillAsync(knowledgeBase, cancellationToken: Cancellation);
        home.Use(null);
        Assert.Null((await SearchAsync(knowledgeBase)).Stats.DeepMilliseconds);
        var status = (await knowledgeBase.GetStatusAsync(Cancellation)).Deep!;
        Assert.Equal((null, "bert", 5, false), (status.Embedder, status.Model, status.Vectors, status.IsWhole));
        await knowledgeBase.PurgeAsync(Cancellation);
        Assert.Null((await knowledgeBase.GetStatusAsync(Cancellation)).Deep);
        var error = await Assert.ThrowsAsync<KnowledgeBaseException>(() => knowledgeBase.FillDeepAsync(cancellationToken: Cancellation));
        Assert.Contains("models use embedder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_background_it_follows_what_runs_bring()
    {
        using var home = new DeepHome(files: 3);
        using var knowledgeBase = home.Open(new DeepOptions { QueryWait = TimeSpan.FromMinutes(2), RestAfterUse = TimeSpan.Zero });
        await home.IndexAsync(knowledgeBase);
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        var progress = new Relay(step =>
        {
            if (step is { Done: 3, Total: 3 }) first.TrySetResult();
            if (step is { Done: 4, Total: 4 }) second.TrySetResult();
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var following = knowledgeBase.FollowDeepAsync(progress, stop.Token);
        home.Use("bert");
        await first.Task.WaitAsync(Cancellation);
        home.Write(3, "the hat is on");
        await home.IndexAsync(knowledgeBase);
        await second.Task.WaitAsync(Cancellation);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        await home.FillAsync(knowledgeBase, cancellationToken: Cancellation);
        Assert.Equal((4, 4), await ReachAsync(knowledgeBase));
    }

    private static Task<SearchResult> SearchAsync(KnowledgeBase knowledgeBase) => knowledgeBase.SearchAsync(new SearchQuery("cat on a hat") { Explain = true }, Cancellation);

    private static async Task<(int, int)> ReachAsync(KnowledgeBase knowledgeBase) => (await knowledgeBase.GetStatusAsync(Cancellation)).Deep is { } status ? (status.Vectors, status.Chunks) : default;

    private static async Task<DeepStatus> CancelHalfWayAsync(DeepHome home, KnowledgeBase knowledgeBase)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => home.FillAsync(knowledgeBase, new Relay(step =>
        {
            if (step.Done > 0) stop.Cancel();
        }), stop.Token));
        return (await knowledgeBase.GetStatusAsync(Cancellation)).Deep!;
    }

    /// <summary>Tells at once, on the thread of the pass.</summary>
    private sealed class Relay(Action<DeepProgress> told) : IProgress<DeepProgress>
    {
        public void Report(DeepProgress value) => told(value);
    }
}
