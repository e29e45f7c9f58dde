using LocalRag.Documents;
using LocalRag.Storage;

namespace LocalRag.Tests.Storage;

/// <summary>What goes into the file goes in whole, and what goes out leaves nothing behind.</summary>
public sealed class IndexWriterTests : IDisposable
{
    private readonly TemporaryStore _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_document_comes_back_as_it_went_in()
    {
        var written = TemporaryStore.Document("src/a.cs", "walrus sleeps", "seal swims") with { Fallback = "it nests too deep", Size = 77, Modified = -12 };
        var source = _temporary.Publish("/zoo", written);

        using var reader = _temporary.Store.OpenReader();
        var document = Assert.Single(reader.ReadDocuments(source.Id));
        Assert.Equal(("src/a.cs", "csharp", written.Hash, 77, -12, null, "it nests too deep", false),
            (document.Path, document.Language, document.Hash, document.Size, document.Modified, document.LeftOut, document.Fallback, document.Pending));
        var chunks = reader.ReadDocumentChunks("zoo", "src/a.cs");
        foreach (var (stored, chunk) in reader.ReadChunks([.. chunks.Select(chunk => chunk.Id)]).Values.OrderBy(chunk => chunk.Id).Zip(written.Chunks.Select(chunk => chunk.Chunk)))
        {
            Assert.Equal(("zoo", "src/a.cs", "csharp", document.Id), (stored.Source, stored.Path, stored.Language, stored.DocumentId));
            Assert.Equal(chunk.Definitions, stored.Chunk.Definitions);
            Assert.Equal(chunk with { Definitions = stored.Chunk.Definitions }, stored.Chunk);
        }
    }

    [Fact]
    public void A_document_that_fails_half_way_leaves_no_half()
    {
        var source = _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus"));
        var bad = TemporaryStore.Document("b.cs", "seal") with { Chunks = [TemporaryStore.Chunk("seal", 1), TemporaryStore.Chunk("orca", 11, TemporaryStore.Dimension + 1)] };
        using (var writer = _temporary.Store.OpenWriter())
        {
            Assert.ThrowsAny<Exception>(() => writer.Write(source.Id, bad, null));
            // As a run does on its way out: it keeps the whole documents that it has.
            writer.Commit();
            writer.Write(source.Id, TemporaryStore.Document("c.cs", "whale"), null);
            writer.Publish(source, []);
        }

        Assert.Equal(["a.cs", "c.cs"], _temporary.Query("SELECT path FROM documents ORDER BY path"));
        foreach (var table in (string[])["chunks", "definitions", "words", "vectors_1"]) Assert.Equal(2, _temporary.Count(table));
    }

    [Fact]
    public void Nothing_of_a_removed_document_is_left_in_any_table()
    {
        var source = _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus", "seal"), TemporaryStore.Document("b.cs", "orca"));
        using (var writer = _temporary.Store.OpenWriter())
        {
            writer.Remove(writer.ReadDocuments(source.Id).Single(document => document.Path == "a.cs"));
            writer.Publish(source, []);
        }

        foreach (var table in (string[])["documents", "chunks", "definitions", "words", "vectors_1"]) Assert.Equal(1, _temporary.Count(table));
        AssertNoOrphans();
        using var reader = _temporary.Store.OpenReader();
        foreach (var word in (string[])["walrus", "seal"])
        {
            Assert.Empty(reader.SearchWords($"\"{word}\"", (1, 1, 1), ChunkFilter.None, 10));
            Assert.Empty(reader.CountChunksWith([word]));
            Assert.Empty(reader.FindDefinitions([word], ChunkFilter.None, 10));
        }

        Assert.Single(reader.SearchVectors(TemporaryStore.Vector("walrus"), ChunkFilter.None, 10));
        Assert.Equal(1, reader.Manifest.Chunks);
    }

    [Fact]
    public void A_document_replaced_many_times_leaves_one()
    {
        for (var i = 0; i < 20; i++) _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", [.. Enumerable.Range(0, 1 + i % 4).Select(k => $"walrus{i}x{k}")]));
        _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "seal"));
        foreach (var table in (string[])["documents", "chunks", "definitions", "words", "vectors_1"]) Assert.Equal(1, _temporary.Count(table));
        AssertNoOrphans();
    }

    [Fact]
    public void A_source_goes_with_all_that_it_brought_and_touches_no_other()
    {
        var zoo = _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus"), TemporaryStore.Document("b.cs", "seal"));
        _temporary.Publish("/park", TemporaryStore.Document("a.cs", "walrus"));
        using (var writer = _temporary.Store.OpenWriter())
        {
            writer.Publish(zoo, [new FileNote(NoteKind.Skipped, "x.png", "binary")]);
            writer.Write(zoo.Id, TemporaryStore.Document("c.cs", "pending"), null);
            Assert.True(writer.RemoveSource("zoo"));
            Assert.False(writer.RemoveSource("zoo"));
        }

        foreach (var table in (string[])["sources", "documents", "chunks", "definitions", "words", "vectors_1"]) Assert.Equal(1, _temporary.Count(table));
        Assert.Equal(0, _temporary.Count("notes"));
        AssertNoOrphans();
        using var reader = _temporary.Store.OpenReader();
        Assert.Equal(["park"], reader.ReadSources().Select(source => source.Name));
        Assert.Equal(["a.cs"], TemporaryStore.Find(reader, "walrus"));
    }

    [Fact]
    public void A_file_without_chunks_is_kept_with_its_reason_and_found_by_no_search()
    {
        var source = _temporary.Publish("/zoo", TemporaryStore.Document("a.js") with { LeftOut = "minified" });
        using var reader = _temporary.Store.OpenReader();
        Assert.Equal("minified", Assert.Single(reader.ReadDocuments(source.Id)).LeftOut);
        Assert.Equal((0, 0), reader.Count(source.Id));
        Assert.Empty(reader.CountLanguages(source.Id));
    }

    [Fact]
    public void Vectors_are_cached_by_the_hash_of_what_was_embedded_and_outlive_the_document()
    {
        var source = _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus"));
        using (var writer = _temporary.Store.OpenWriter())
        {
            writer.Remove(Assert.Single(writer.ReadDocuments(source.Id)));
            writer.Publish(source, []);
        }

        using var reader = _temporary.Store.OpenReader();
        var found = reader.FindEmbeddings([ContentHash.Of("walrus"), ContentHash.Of("seal")]);
        Assert.Equal(TemporaryStore.Vector("walrus"), Assert.Single(found).Value);
    }

    [Fact]
    public void A_vector_from_the_cache_is_not_cached_twice()
    {
        var document = TemporaryStore.Document("a.cs", "walrus");
        _temporary.Publish("/zoo", document, document with { Path = "b.cs" });
        Assert.Equal(1, _temporary.Count("embeddings"));
        Assert.Equal(2, _temporary.Count("vectors_1"));
    }

    /// <summary>The same text has a vector in each set: the key of the cache is text and embedder.</summary>
    [Fact]
    public void There_is_room_for_another_embedders_vectors_beside_the_first()
    {
        _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus"));
        using (var connection = _temporary.Connect())
        using (var command = connection.CreateCommand())
        {
            command.CommandText = $"INSERT INTO vector_sets(id, fingerprint, dimension) VALUES (2, 'large:9', 8); {IndexSchema.CreateVectorTable(2, 8)}; INSERT INTO vectors_2(chunk_id, embedding) SELECT chunk_id, $vector FROM vectors_1; INSERT INTO embeddings(set_id, hash, vector) SELECT 2, hash, $vector FROM embeddings";
            command.Parameters.AddWithValue("$vector", new byte[8 * sizeof(float)]);
            command.ExecuteNonQuery();
        }

        using var reader = _temporary.Store.OpenReader();
        Assert.Equal(TemporaryStore.Vector("walrus"), Assert.Single(reader.FindEmbeddings([ContentHash.Of("walrus")])).Value);
        Assert.Single(reader.SearchVectors(TemporaryStore.Vector("walrus"), ChunkFilter.None, 10));
        Assert.Equal(2, _temporary.Count("embeddings"));
    }

    [Fact]
    public void A_source_keeps_its_name_and_two_folders_of_one_name_get_two()
    {
        using var writer = _temporary.Store.OpenWriter();
        var first = writer.AddSource("/one/zoo", null);
        Assert.Equal(["zoo", "zoo-2", "park"], new[] { first, writer.AddSource("/two/zoo", null), writer.AddSource("/three/zoo", "park") }.Select(source => source.Name));
        Assert.Equal(first, writer.AddSource("/one/zoo", null));
        Assert.Equal((first.Id, "reserve"), (writer.AddSource("/one/zoo", "reserve").Id, writer.FindSource(first.Id)!.Name));
        var error = Assert.Throws<KnowledgeBaseException>(() => writer.AddSource("/four/zoo", "park"));
        Assert.Equal(KnowledgeBaseError.InvalidRequest, error.Error);
        Assert.Contains("/three/zoo", error.Message);
    }

    /// <summary>Each row hangs on one that is there.</summary>
    private void AssertNoOrphans()
    {
        Assert.Empty(_temporary.Query("SELECT id FROM chunks WHERE document_id NOT IN (SELECT id FROM documents)"));
        foreach (var (table, column) in ((string, string)[])[("definitions", "chunk_id"), ("words", "rowid"), ("vectors_1", "chunk_id")])
            Assert.Empty(_temporary.Query($"SELECT {column} FROM {table} WHERE {column} NOT IN (SELECT id FROM chunks)"));
    }
}
