using LocalRag.Chunking;
using LocalRag.Documents;
using LocalRag.Indexing;
using LocalRag.Sources;
using LocalRag.Storage;
using LocalRag.Tests.Sources;
using LocalRag.Tests.Watching;

namespace LocalRag.Tests.Indexing;

/// <summary>Runs that are broken off while they embed a text of the test's choice, so that no test hangs on the machine's speed.</summary>
public sealed class InterruptedRunTests : IDisposable
{
    private const int Files = 400;
    private const int Dimension = 4;

    private readonly TemporaryFolder _folder = new();
    private int _embedded;
    private Action<int>? _onEmbedding;

    public void Dispose() => _folder.Dispose();

    /// <summary>What an interrupted run wrote is done: the next one neither reads nor embeds it again.</summary>
    [Fact]
    public async Task The_next_run_embeds_what_the_interrupted_one_did_not_write()
    {
        for (var i = 0; i < Files; i++) Write(i, "sleeps");
        var store = Store("kb");

        await InterruptAsync(store, after: Files / 2);
        var before = _embedded;
        var resumed = await RunAsync(store);

        Assert.InRange(before, Files / 2, Files / 2 + Environment.ProcessorCount);
        Assert.Equal(Files, resumed.Added + resumed.Unchanged);
        Assert.Equal(resumed.Added, resumed.Embedded);
        // Each worker loses the text that it was at.
        Assert.InRange(_embedded, Files, Files + 2 * Environment.ProcessorCount);
        await AssertAsCleanAsync(store);
    }

    [Fact]
    public async Task However_often_and_wherever_runs_are_broken_off_the_end_is_that_of_a_clean_one()
    {
        for (var i = 0; i < Files; i++) Write(i, "sleeps");
        var store = Store("kb");
        await RunAsync(store);
        using var reader = store.OpenReader();
        var published = Texts(reader);

        foreach (var after in (int[])[1, 40, 3, 90, 17])
        {
            // The folder goes on changing: what an interrupted run wrote may be old before the next one begins.
            for (var i = 0; i < Files; i += 2) Write(i, $"wakes up, after {after} and {i % 5}");
            for (var i = after; i < after + 20; i++) File.Delete(Path.Combine(_folder.Root, $"part{i % 7}", $"{i}.md"));
            for (var i = after + 5; i < after + 9; i++) Write(i, "is back");
            await InterruptAsync(store, after);
            Assert.Equal(1, reader.Manifest.Generation);
            Assert.Equal(published, Texts(reader));
        }

        Assert.Equal(2, (await RunAsync(store)).Generation);
        Assert.NotEqual(published, Texts(reader));
        await AssertAsCleanAsync(store);
    }

    [Fact]
    public async Task A_run_that_fails_shows_its_own_fault_and_keeps_what_was_whole()
    {
        for (var i = 0; i < Files; i++) Write(i, "sleeps");
        var store = Store("kb");

        _onEmbedding = number => { if (number > Files / 2) throw new InvalidOperationException("the embedder broke"); };
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(store));
        _onEmbedding = null;

        var resumed = await RunAsync(store);
        Assert.InRange(resumed.Unchanged, Files / 2 - 2 * Environment.ProcessorCount, Files / 2);
        await AssertAsCleanAsync(store);
    }

    private void Write(int i, string does) => _folder.Write($"part{i % 7}/{i}.md", $"# Walrus {i}\n\nThe walrus with the number {i} {does}.\n");

    private IndexStore Store(string name) => new(Path.Combine(_folder.Home, $"{name}.db"), "tiny:1", Dimension, "1");

    private async Task InterruptAsync(IndexStore store, int after)
    {
        using var interrupted = new CancellationTokenSource();
        var until = _embedded + after;
        _onEmbedding = number => { if (number >= until) interrupted.Cancel(); };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunUntilAsync(store, interrupted.Token));
        _onEmbedding = null;
    }

    private Task<IndexReport> RunAsync(IndexStore store) => RunUntilAsync(store, TestContext.Current.CancellationToken);

    private Task<IndexReport> RunUntilAsync(IndexStore store, CancellationToken cancellationToken)
    {
        var indexer = new Indexer(store, new ChunkerCatalog(new ChunkingOptions()), new DocumentPreparer(Embed, Dimension), _folder.Options);
        return indexer.RunAsync(new IndexRequest(_folder.Root), _folder.Walk(), 0, null, cancellationToken);
    }

    private void Embed(ReadOnlySpan<char> text, Span<float> vector)
    {
        var number = Interlocked.Increment(ref _embedded);
        _onEmbedding?.Invoke(number);
        vector[Math.Abs(ContentHash.Of(text).GetHashCode() % Dimension)] = 1;
    }

    private async Task AssertAsCleanAsync(IndexStore store)
    {
        var clean = Store("clean");
        await RunAsync(clean);
        Assert.Equal(IndexContent.Read(clean.FilePath), IndexContent.Read(store.FilePath));
    }

    private static List<string> Texts(IndexReader reader)
    {
        using var snapshot = reader.BeginSnapshot();
        var found = reader.SearchWords("\"walrus\"", (1, 1, 1), ChunkFilter.None, 10_000);
        return [.. reader.ReadChunks([.. found.Select(chunk => chunk.ChunkId)]).Values.Select(chunk => chunk.Path + chunk.Chunk.Text).Order(StringComparer.Ordinal)];
    }
}
