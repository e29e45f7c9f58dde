using System.Globalization;
using LocalRag.Storage;

namespace LocalRag.Tests.Storage;

/// <summary>A reader sees one published generation, whatever a writer does beside it, and nobody waits for anybody.</summary>
public sealed class GenerationTests : IDisposable
{
    private readonly TemporaryStore _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void What_a_run_writes_is_seen_when_it_is_published_and_all_at_once()
    {
        _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus one"), TemporaryStore.Document("b.cs", "walrus two"));
        using var reader = _temporary.Store.OpenReader();
        using var writer = _temporary.Store.OpenWriter();
        var source = Assert.Single(reader.ReadSources());
        var known = writer.ReadDocuments(source.Id);

        writer.Write(source.Id, TemporaryStore.Document("a.cs", "penguin one"), known.Single(document => document.Path == "a.cs"));
        writer.Remove(known.Single(document => document.Path == "b.cs"));
        writer.Write(source.Id, TemporaryStore.Document("c.cs", "penguin three"), null);
        AssertOld();
        writer.Commit();
        AssertOld();
        using (reader.BeginSnapshot())
        {
            AssertOld();
            writer.Publish(source, []);
            AssertOld();
        }

        Assert.Equal(2, reader.Manifest.Generation);
        Assert.Equal(["a.cs", "c.cs"], reader.ReadDocuments(source.Id).Select(document => document.Path));
        Assert.Equal(["a.cs", "c.cs"], TemporaryStore.Find(reader, "penguin"));
        Assert.Empty(TemporaryStore.Find(reader, "walrus"));

        void AssertOld()
        {
            Assert.Equal(1, reader.Manifest.Generation);
            Assert.Equal(["a.cs", "b.cs"], reader.ReadDocuments(source.Id).Select(document => document.Path));
            Assert.Equal(["a.cs", "b.cs"], TemporaryStore.Find(reader, "walrus"));
            Assert.Empty(TemporaryStore.Find(reader, "penguin"));
            Assert.Empty(reader.FindDefinitions(["penguin"], ChunkFilter.None, 10));
            Assert.Equal(2, reader.SearchVectors(TemporaryStore.Vector("penguin one"), ChunkFilter.None, 10).Count);
            Assert.Equal((2, 2), reader.Count(source.Id));
        }
    }

    /// <summary>Every document of a generation carries its number, so a mixture would show.</summary>
    [Fact]
    public async Task Readers_beside_a_writer_see_the_old_or_the_new_one_and_never_a_mixture()
    {
        const int generations = 15;
        const int documents = 12;
        Write(1);
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(Read)).ToArray();
        await first.Task;
        for (var generation = 2; generation <= generations; generation++) Write(generation);
        await done.CancelAsync();

        foreach (var seen in await Task.WhenAll(readers))
        {
            Assert.Equal(seen.Order(), seen);
            Assert.Equal(generations, seen[^1]);
        }

        void Write(int generation) => _temporary.Publish("/zoo", [.. Enumerable.Range(0, documents).Select(i =>
            TemporaryStore.Document($"{i}.cs", $"walrus{i} of g{generation}", $"seal{i} of g{generation}"))]);

        List<long> Read()
        {
            using var reader = _temporary.Store.OpenReader();
            var seen = new List<long>();
            bool last;
            do
            {
                last = done.IsCancellationRequested;
                using var snapshot = reader.BeginSnapshot();
                var generation = reader.Manifest.Generation;
                var expected = string.Create(CultureInfo.InvariantCulture, $"of g{generation}");
                var byWords = reader.SearchWords("\"of\"", (1, 1, 1), ChunkFilter.None, 1000);
                var byVector = reader.SearchVectors(TemporaryStore.Vector("walrus"), ChunkFilter.None, 1000);
                Assert.Equal(documents * 2, byWords.Count);
                Assert.Equal(byWords.Select(chunk => chunk.ChunkId).Order(), byVector.Select(chunk => chunk.ChunkId).Order());
                Assert.All(reader.ReadChunks([.. byWords.Select(chunk => chunk.ChunkId)]).Values, chunk => Assert.EndsWith(expected, chunk.Chunk.Text));
                seen.Add(generation);
                first.TrySetResult();
            }
            while (!last);

            return seen;
        }
    }

    [Fact]
    public void A_reader_does_not_wait_for_a_writer_nor_a_writer_for_a_reader()
    {
        var source = _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus"));
        using var writer = _temporary.Store.OpenWriter();
        using var early = _temporary.Store.OpenReader();
        using var snapshot = early.BeginSnapshot();
        Assert.Equal(["a.cs"], TemporaryStore.Find(early, "walrus"));

        // The writer holds its transaction open, and the reader its snapshot: either would time out on the other.
        writer.Write(source.Id, TemporaryStore.Document("b.cs", "walrus"), null);
        using (var late = _temporary.Store.OpenReader()) Assert.Equal(["a.cs"], TemporaryStore.Find(late, "walrus"));
        writer.Publish(source, []);

        Assert.Equal(["a.cs"], TemporaryStore.Find(early, "walrus"));
        using (var late = _temporary.Store.OpenReader()) Assert.Equal(["a.cs", "b.cs"], TemporaryStore.Find(late, "walrus"));
    }

    [Fact]
    public void What_a_run_left_unpublished_is_there_for_the_next_and_for_no_search()
    {
        var source = _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus"));
        using (var killed = _temporary.Store.OpenWriter())
        {
            killed.Write(source.Id, TemporaryStore.Document("a.cs", "penguin"), Assert.Single(killed.ReadDocuments(source.Id)));
            killed.Write(source.Id, TemporaryStore.Document("b.cs", "penguin"), null);
            killed.Commit();
            killed.Write(source.Id, TemporaryStore.Document("c.cs", "penguin"), null);
        }

        using var reader = _temporary.Store.OpenReader();
        Assert.Empty(TemporaryStore.Find(reader, "penguin"));
        Assert.Equal(["a.cs"], TemporaryStore.Find(reader, "walrus"));
        using var next = _temporary.Store.OpenWriter();
        Assert.True(next.HasUnpublished(source.Id));
        Assert.Equal([("a.cs", true), ("b.cs", true)], next.ReadDocuments(source.Id).Select(document => (document.Path, document.Pending)));
        next.Publish(source, []);
        Assert.Equal(["a.cs", "b.cs"], TemporaryStore.Find(reader, "penguin"));
        Assert.Empty(TemporaryStore.Find(reader, "walrus"));
        Assert.False(next.HasUnpublished(source.Id));
    }

    [Fact]
    public void A_run_that_changes_nothing_raises_no_generation()
    {
        var source = _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus"));
        using var writer = _temporary.Store.OpenWriter();
        Assert.Equal(1, writer.Publish(source, [new FileNote(NoteKind.Skipped, "b.png", "binary")]));
        Assert.Equal(new FileNote(NoteKind.Skipped, "b.png", "binary"), Assert.Single(writer.ReadNotes(source.Id)));
        Assert.Equal(1, writer.Publish(source, []));
        Assert.Empty(writer.ReadNotes(source.Id));
    }
}
