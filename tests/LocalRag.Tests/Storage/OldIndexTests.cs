using LocalRag.Storage;

namespace LocalRag.Tests.Storage;

/// <summary>
/// Files of earlier versions, one a format: each still opens, or is refused with the command that makes it anew. After a change of format,
/// <c>LOCALRAG_UPDATE_GOLDEN=1 dotnet test</c> adds the new one's; the others stay as they are.
/// </summary>
public sealed class OldIndexTests : IDisposable
{
    private readonly TemporaryStore _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Each_opens_or_is_refused_by_its_format()
    {
        var folder = Path.Combine(FindCheckout(), "tests", "LocalRag.Tests", "Storage", "Indexes");
        var current = Path.Combine(folder, $"format-{IndexSchema.Format}.db");
        if (Environment.GetEnvironmentVariable("LOCALRAG_UPDATE_GOLDEN") == "1" && !File.Exists(current)) Make(current);
        Assert.True(File.Exists(current), $"There is no {current}.");
        foreach (var file in Directory.GetFiles(folder, "format-*.db"))
        {
            foreach (var part in (string[])["", "-wal", "-shm"]) File.Delete(_temporary.FilePath + part);
            File.Copy(file, _temporary.FilePath, overwrite: true);
            if (file != current)
            {
                var error = Assert.Throws<KnowledgeBaseException>(() => _temporary.Store.OpenReader());
                Assert.Contains(Path.GetFileNameWithoutExtension(file).Replace('-', ' '), error.Message);
                Assert.Contains("localrag index PATH", error.Message);
                continue;
            }

            using (var reader = _temporary.Store.OpenReader())
            {
                Assert.Equal(["a.cs"], TemporaryStore.Find(reader, "walrus"));
                Assert.Equal("Zoo.seal", Assert.Single(reader.FindDefinitions(["seal"], ChunkFilter.None, 10)).Definition.QualifiedName);
                Assert.Equal(2, reader.SearchVectors(TemporaryStore.Vector("seal swims"), ChunkFilter.None, 10).Count);
            }

            _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "orca"));
            using var after = _temporary.Store.OpenReader();
            Assert.Equal(["a.cs"], TemporaryStore.Find(after, "orca"));
            Assert.Empty(TemporaryStore.Find(after, "walrus"));
        }
    }

    private void Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        _temporary.Publish("/zoo", TemporaryStore.Document("a.cs", "walrus sleeps", "seal swims"));
        _temporary.Store.Backup(file);
    }

    private static string FindCheckout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LocalRag.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("The tests were started outside the checkout.");
        return folder.FullName;
    }
}
