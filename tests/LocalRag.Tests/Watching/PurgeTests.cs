using System.Text;

namespace LocalRag.Tests.Watching;

public sealed class PurgeTests
{
    private const string Secret = "zq7walrustoken91x";

    [Theory]
    [InlineData("deleted")]
    [InlineData("ignored")]
    [InlineData("a key now")]
    public async Task Nothing_of_a_secret_remains_in_the_files_of_the_index(string way)
    {
        using var folder = new IndexedFolder();
        for (var i = 0; i < 40; i++) folder.Write($"{i}.txt", $"walrus number {i} is kept\n");
        folder.Write("keys.txt", $"password = {Secret}\n");
        await folder.IndexAsync();
        Assert.Equal(["keys.txt"], await folder.FindAsync(Secret));
        Assert.True(Remains(folder), "the secret was never there, so this test would show nothing");

        if (way == "deleted") File.Delete(Path.Combine(folder.Root, "keys.txt"));
        else if (way == "ignored") folder.Write(".gitignore", "keys.txt\n");
        else folder.Write("keys.txt", $"-----BEGIN PRIVATE KEY-----\n{new string('A', 64)}\n{Secret}\n");
        await folder.IndexAsync();
        Assert.Empty(await folder.FindAsync(Secret));
        await FreshSearchTests.AssertAsGoodAsNewAsync(folder);

        await folder.KnowledgeBase.PurgeAsync(TestContext.Current.CancellationToken);
        Assert.False(Remains(folder), "the secret is in the files of the index still");
        await FreshSearchTests.AssertAsGoodAsNewAsync(folder);
        Assert.NotEmpty(await folder.FindAsync("walrus"));
        Assert.Equal(0, (await folder.IndexAsync()).Embedded);
    }

    private static bool Remains(IndexedFolder folder) =>
        Directory.EnumerateFiles(Path.GetDirectoryName(folder.KnowledgeBase.IndexPath)!, "default.db*").Any(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) >= 0;
        });
}
