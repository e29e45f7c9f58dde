using LocalRag.Documents;
using LocalRag.Storage;

namespace LocalRag.Tests.Storage;

/// <summary>Vectors of a second embedder lie beside the built-in one's, go with their chunks, and change hands in one step.</summary>
public sealed class DeepSetTests : IDisposable
{
    private readonly TemporaryStore _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_removed_document_takes_its_deep_vectors_along()
    {
        var source = _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus", "seal"), TemporaryStore.Document("b.cs", "orca"));
        var set = Begin("deep:1");
        Fill(set);
        using (var writer = _temporary.Store.OpenWriter())
        {
            writer.Remove(writer.ReadDocuments(source.Id).Single(document => document.Path == "a.cs"));
            writer.Publish(source, []);
        }

        using var reader = _temporary.Store.OpenReader();
        Assert.Equal((1, 1), reader.CountInSet(set));
        Assert.Empty(reader.ReadMissing(set));
        using (var writer = _temporary.Store.OpenWriter()) Assert.True(writer.RemoveSource("zoo"));
        Assert.Equal((0, 0), reader.CountInSet(set));
    }

    [Fact]
    public void A_text_that_was_embedded_once_needs_no_model_again()
    {
        var source = _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus", "seal"));
        var set = Begin("deep:1");
        Fill(set);
        using (var writer = _temporary.Store.OpenWriter())
        {
            writer.Remove(writer.ReadDocuments(source.Id).Single());
            writer.Write(source.Id, TemporaryStore.Document("moved.cs", "walrus", "seal", "orca"), null);
            writer.Publish(source, []);
        }

        using var reader = _temporary.Store.OpenReader();
        Assert.Equal(ContentHash.Of("orca"), Assert.Single(reader.ReadMissing(set)).Hash);
        var walrus = reader.SearchVectors(TemporaryStore.Vector("walrus!", 3), ChunkFilter.None, 1, set).Single();
        Assert.Equal(1, walrus.Score, 5);
    }

    [Fact]
    public void The_vectors_that_serve_go_on_until_the_new_ones_are_whole()
    {
        _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus", "seal"));
        var old = Begin("deep:1");
        Fill(old);
        var next = Begin("deep:2");
        using var reader = _temporary.Store.OpenReader();
        Assert.Equal((old.Id, next.Id), (reader.ReadDeepSets().Serving!.Id, reader.ReadDeepSets().Next!.Id));

        using (var writer = _temporary.Store.OpenWriter()) Assert.False(writer.FinishDeepSet(next));
        Fill(next);
        using (var writer = _temporary.Store.OpenWriter()) Assert.True(writer.FinishDeepSet(next));
        Assert.Equal((next.Id, null), (reader.ReadDeepSets().Serving!.Id, reader.ReadDeepSets().Next?.Id));
        Assert.Empty(_temporary.Query($"SELECT name FROM sqlite_schema WHERE name LIKE 'vectors_{old.Id}%'"));
        Assert.Empty(_temporary.Query($"SELECT hash FROM embeddings WHERE set_id = {old.Id}"));
        Assert.Equal(2, reader.SearchVectors(TemporaryStore.Vector("x", 3), ChunkFilter.None, 9, next).Count);
    }

    [Fact]
    public void Vectors_that_nobody_can_search_with_give_way_at_once()
    {
        _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus"));
        Fill(Begin("deep:1"));
        var next = Begin("deep:2", keepServing: false);
        using var reader = _temporary.Store.OpenReader();
        Assert.Equal((next.Id, null), (reader.ReadDeepSets().Serving!.Id, reader.ReadDeepSets().Next?.Id));
    }

    [Fact]
    public void Going_back_to_the_vectors_that_serve_drops_the_begun_ones()
    {
        _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus"));
        var first = Begin("deep:1");
        Fill(first);
        var begun = Begin("deep:2");
        Assert.Equal(first.Id, Begin("deep:1").Id);
        using var reader = _temporary.Store.OpenReader();
        Assert.Null(reader.ReadDeepSets().Next);
        using var writer = _temporary.Store.OpenDeepWriter();
        Assert.Equal(DeepWrite.Dropped, writer.TryWrite(begun, [], null));
    }

    [Fact]
    public void A_vector_is_not_given_to_a_chunk_whose_text_has_changed()
    {
        var source = _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus"));
        var set = Begin("deep:1");
        using var reader = _temporary.Store.OpenReader();
        var stale = reader.ReadMissing(set).Single();
        using (var index = _temporary.Store.OpenWriter())
        {
            index.Write(source.Id, TemporaryStore.Document("a.cs", "orca"), index.ReadDocuments(source.Id).Single());
            index.Publish(source, []);
        }

        using var writer = _temporary.Store.OpenDeepWriter();
        Assert.Equal(DeepWrite.Done, writer.TryWrite(set, [new DeepVector(stale.Hash, [stale.ChunkId, reader.ReadMissing(set).Single().ChunkId], TemporaryStore.Vector("walrus!", 3))], null));
        Assert.Equal((0, 1), reader.CountInSet(set));
    }

    [Fact]
    public void It_gives_way_to_a_run_that_writes_and_keeps_out_a_second_pass()
    {
        var source = _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus"));
        var set = Begin("deep:1");
        using var writer = _temporary.Store.OpenDeepWriter();
        Assert.Equal(KnowledgeBaseError.Locked, Assert.Throws<KnowledgeBaseException>(() => _temporary.Store.OpenDeepWriter()).Error);
        Assert.False(_temporary.Store.IsBeingWritten());
        using (var run = _temporary.Store.OpenWriter())
        {
            Assert.True(_temporary.Store.IsBeingWritten());
            run.Write(source.Id, TemporaryStore.Document("b.cs", "orca"), null);
            Assert.Equal(DeepWrite.Busy, writer.TryWrite(set, [], null));
            run.Publish(source, []);
        }

        Assert.Equal(DeepWrite.Done, writer.TryWrite(set, [], 12.5));
        using var reader = _temporary.Store.OpenReader();
        Assert.Equal(12.5, reader.ReadDeepSets().Rate);
    }

    private VectorSet Begin(string fingerprint, bool keepServing = true)
    {
        using var writer = _temporary.Store.OpenWriter();
        return writer.BeginDeepSet(fingerprint, 3, "origin", keepServing);
    }

    private void Fill(VectorSet set)
    {
        using var reader = _temporary.Store.OpenReader();
        using var writer = _temporary.Store.OpenDeepWriter();
        var chunks = reader.ReadChunks([.. reader.ReadMissing(set).Select(missing => missing.ChunkId)]);
        var vectors = reader.ReadMissing(set).Select(missing => new DeepVector(missing.Hash, [missing.ChunkId], TemporaryStore.Vector(chunks[missing.ChunkId].Chunk.Text + "!", 3))).ToList();
        Assert.Equal(DeepWrite.Done, writer.TryWrite(set, vectors, null));
    }
}
