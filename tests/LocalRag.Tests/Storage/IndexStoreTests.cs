using System.Text;
using LocalRag.Storage;

namespace LocalRag.Tests.Storage;

/// <summary>Opening an index: what is there, what does not fit, who else writes, what is damaged.</summary>
public sealed class IndexStoreTests : IDisposable
{
    private readonly TemporaryStore _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Before_the_first_run_a_reader_says_how_to_make_an_index()
    {
        Assert.False(_temporary.Store.Exists);
        var error = Assert.Throws<KnowledgeBaseException>(() => _temporary.Store.OpenReader());
        Assert.Equal(KnowledgeBaseError.IndexMissing, error.Error);
        Assert.Contains("localrag index PATH", error.Message);
        Assert.False(File.Exists(_temporary.FilePath), "a search made a file");
    }

    [Fact]
    public void The_first_run_makes_the_file_and_its_manifest_says_what_it_was_made_with()
    {
        _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus", "seal"));

        using var reader = _temporary.Store.OpenReader();
        Assert.Equal(new IndexManifest(IndexSchema.Format, "tiny:1", "1:400:120", Generation: 1, Chunks: 2), reader.Manifest);
        Assert.Equal("wal", _temporary.Query("PRAGMA journal_mode")[0]);
    }

    [Fact]
    public void An_index_of_another_embedder_is_refused_with_both_names_and_the_command()
    {
        _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus"));
        var other = _temporary.Open(fingerprint: "large:9", dimension: 8);

        foreach (var open in (Func<IDisposable>[])[other.OpenReader, other.OpenWriter])
        {
            var error = Assert.Throws<KnowledgeBaseException>(open);
            Assert.Equal(KnowledgeBaseError.IndexMissing, error.Error);
            foreach (var part in (string[])["tiny:1", "large:9", _temporary.FilePath, "localrag index PATH"]) Assert.Contains(part, error.Message);
        }

        using var reader = _temporary.Store.OpenReader();
        Assert.Equal(["a.cs"], TemporaryStore.Find(reader, "walrus"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("999")]
    [InlineData("none")]
    public void An_index_of_another_format_is_refused_with_both_numbers_and_the_command(string format)
    {
        _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus"));
        _temporary.Query($"UPDATE manifest SET value = '{format}' WHERE key = 'format'");

        foreach (var open in (Func<IDisposable>[])[_temporary.Store.OpenReader, _temporary.Store.OpenWriter])
        {
            var error = Assert.Throws<KnowledgeBaseException>(open);
            Assert.Equal(KnowledgeBaseError.IndexMissing, error.Error);
            Assert.Contains($"format {(format == "none" ? "0" : format)};", error.Message);
            Assert.Contains($"format {IndexSchema.Format}.", error.Message);
            Assert.Contains("localrag index PATH", error.Message);
        }
    }

    [Fact]
    public void Other_sizes_of_chunks_are_no_fault_but_are_told()
    {
        _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus"));
        var other = _temporary.Open(chunking: "2:300:100");

        using (other.OpenReader())
        using (var writer = other.OpenWriter())
        {
            Assert.True(writer.ChunkingChanged);
            writer.Publish(writer.AddSource("/zoo", null), []);
        }

        using var next = other.OpenWriter();
        Assert.False(next.ChunkingChanged);
    }

    [Fact]
    public void Who_writes_second_is_told_that_another_does()
    {
        using (_temporary.Store.OpenWriter())
        {
            var error = Assert.Throws<KnowledgeBaseException>(() => _temporary.Store.OpenWriter());
            Assert.Equal(KnowledgeBaseError.Locked, error.Error);
            Assert.Contains(_temporary.FilePath, error.Message);
            Assert.Contains("another process", error.Message, StringComparison.OrdinalIgnoreCase);
        }

        _temporary.Store.OpenWriter().Dispose();
    }

    [Fact]
    public void A_file_that_could_not_be_opened_does_not_stay_locked()
    {
        File.WriteAllText(_temporary.FilePath, new string('x', 5000));
        Assert.Throws<KnowledgeBaseException>(() => _temporary.Store.OpenWriter());
        File.Delete(_temporary.FilePath);
        _temporary.Store.OpenWriter().Dispose();
    }

    [Theory]
    [InlineData("text")]
    [InlineData("header")]
    [InlineData("cut")]
    public void A_damaged_file_is_named_with_the_remedy(string damage)
    {
        _temporary.Publish("/zoo", [.. Enumerable.Range(0, 200).Select(i => TemporaryStore.Document($"{i}.cs", $"walrus{i} sleeps", $"seal{i} swims"))]);
        var bytes = File.ReadAllBytes(_temporary.FilePath);
        File.WriteAllBytes(_temporary.FilePath, damage switch
        {
            "text" => Encoding.UTF8.GetBytes("These are notes about a walrus and no index at all.\n"),
            "header" => [.. Enumerable.Repeat((byte)0xFF, 4096), .. bytes[4096..]],
            _ => bytes[..(bytes.Length / 3)],
        });

        var error = Assert.Throws<KnowledgeBaseException>(() =>
        {
            using var reader = _temporary.Store.OpenReader();
            foreach (var source in reader.ReadSources()) reader.ReadDocuments(source.Id);
        });
        Assert.Contains(_temporary.FilePath, error.Message);
        Assert.Contains("localrag index PATH", error.Message);
    }

    [Fact]
    public void An_empty_file_is_an_index_whose_first_run_has_not_begun()
    {
        File.WriteAllBytes(_temporary.FilePath, []);
        Assert.Equal(KnowledgeBaseError.IndexMissing, Assert.Throws<KnowledgeBaseException>(() => _temporary.Store.OpenReader()).Error);
        _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus"));
        using var reader = _temporary.Store.OpenReader();
        Assert.Equal(["a.cs"], TemporaryStore.Find(reader, "walrus"));
    }

    [Fact]
    public void A_vector_of_another_length_is_refused_rather_than_compared()
    {
        _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus"));
        using var reader = _temporary.Store.OpenReader();
        Assert.Throws<ArgumentException>(() => reader.SearchVectors(new float[TemporaryStore.Dimension + 1], ChunkFilter.None, 10));
    }
}
