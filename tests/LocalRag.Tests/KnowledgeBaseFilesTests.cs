using LocalRag.Indexing;

namespace LocalRag.Tests;

public sealed class KnowledgeBaseFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localrag-files-").FullName;

    [Fact]
    public async Task A_file_is_read_by_the_sources_list_and_by_nothing_else()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var root = Directory.CreateDirectory(Path.Combine(_folder, "notes")).FullName;
        Directory.CreateDirectory(Path.Combine(root, "src"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "secret.txt"), "secret", cancelled);
        await File.WriteAllTextAsync(Path.Combine(root, "src", "A.cs"), "namespace N;\n\npublic class A\n{\n    public int Value => 1;\n}\n", cancelled);
        await File.WriteAllTextAsync(Path.Combine(root, "empty.txt"), "", cancelled);
        using var knowledgeBase = KnowledgeBase.Open(new KnowledgeBaseOptions { Home = Path.Combine(_folder, "home") });
        Assert.Null(await knowledgeBase.ListFilesAsync("notes", cancelled));
        await knowledgeBase.IndexAsync(new IndexRequest(root), null, cancelled);

        var files = await knowledgeBase.ListFilesAsync("notes", cancelled);
        Assert.Equal(["empty.txt", "src/A.cs"], files!.Select(file => file.Path));
        Assert.Equal("empty", files![0].LeftOut);
        Assert.Null((await knowledgeBase.ReadFileAsync("notes", "empty.txt", cancelled))!.Text);

        var file = (await knowledgeBase.ReadFileAsync("notes", "src/A.cs", cancelled))!;
        Assert.StartsWith("namespace N;", file.Text, StringComparison.Ordinal);
        Assert.Contains(file.Outline, definition => definition is { Name: "A", Line: 3 });
        foreach (var path in (string[])["../secret.txt", "src/../../secret.txt", Path.Combine(_folder, "secret.txt"), "src/a.cs", "src\\A.cs", ""])
        {
            Assert.Null(await knowledgeBase.ReadFileAsync("notes", path, cancelled));
            Assert.Null(await knowledgeBase.FindPathAsync("notes", path, cancelled));
        }

        await File.WriteAllTextAsync(Path.Combine(root, "src", "A.cs"), "changed", cancelled);
        Assert.True((await knowledgeBase.ReadFileAsync("notes", "src/A.cs", cancelled))!.ChangedOnDisk);
        File.Delete(Path.Combine(root, "src", "A.cs"));
        var gone = (await knowledgeBase.ReadFileAsync("notes", "src/A.cs", cancelled))!;
        Assert.True(gone.FromIndex);
        Assert.Equal("    public int Value => 1;", gone.Text!.Split('\n')[4]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
