namespace LocalRag.Cli.Tests;

public sealed class BackupTests : IDisposable
{
    private readonly Localrag _localrag = new();

    public void Dispose() => _localrag.Dispose();

    private string Index => Path.Combine(_localrag.Home, "default.db");

    [Theory]
    [InlineData("changed")]
    [InlineData("gone")]
    [InlineData("damaged")]
    public async Task An_index_comes_back_as_it_was(string meanwhile)
    {
        for (var i = 0; i < 30; i++) _localrag.Write($"{i}.md", $"# Parcel {i}\n\nThe parcel with number {i} is kept on shelf {i * 7}.\n");
        await _localrag.RunAsync("index", _localrag.Work);
        var before = IndexDump.Read(Index);
        var file = Path.Combine(_localrag.Home, "..", "monday.db");

        var backup = await _localrag.RunAsync("backup", file, "--json");
        Assert.Equal(0, backup.Code);
        Assert.Equal(new FileInfo(file).Length, backup.Json.GetProperty("sizeBytes").GetInt64());
        Assert.Equal(["monday.db"], Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(file))!, "monday*").Select(Path.GetFileName));
        Assert.Equal(before, IndexDump.Read(file));

        if (meanwhile == "changed")
        {
            _localrag.Write("3.md", "# Ocelot\n\nSomething else entirely.\n");
            await _localrag.RunAsync("index", _localrag.Work);
            Assert.NotEqual(before, IndexDump.Read(Index));
        }
        else
        {
            foreach (var part in Directory.GetFiles(_localrag.Home, "default.db*")) File.Delete(part);
            if (meanwhile == "damaged") await File.WriteAllTextAsync(Index, new string('x', 10_000), TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, (await _localrag.RunAsync("restore", file)).Code);
        Assert.Equal(before, IndexDump.Read(Index));
        Assert.Equal(0, (await _localrag.RunAsync("index", _localrag.Work)).Code);
        Assert.Equal(0, (await _localrag.RunAsync("search", "parcel 12")).Code);
    }

    [Fact]
    public async Task What_is_no_backup_or_is_damaged_replaces_nothing()
    {
        for (var i = 0; i < 30; i++) _localrag.Write($"{i}.md", $"# Parcel {i}\n\nThe parcel with number {i} is kept on shelf {i * 7}.\n");
        await _localrag.RunAsync("index", _localrag.Work);
        var before = IndexDump.Read(Index);
        var file = Path.Combine(_localrag.Home, "..", "monday.db");
        await _localrag.RunAsync("backup", file);
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes.AsSpan(bytes.Length / 2, 8192).Fill(0xAA);
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        foreach (var bad in (string[])[file, _localrag.Write("3.md", "# Parcel 3\n"), "no-such-file.db"])
        {
            var outcome = await _localrag.RunAsync("restore", bad);
            Assert.NotEqual(0, outcome.Code);
            Assert.Contains(Path.GetFileName(bad), outcome.Error);
            Assert.Equal(before, IndexDump.Read(Index));
        }

        Assert.Equal(2, (await _localrag.RunAsync("backup", file)).Code);
        Assert.Equal(4, (await _localrag.RunAsync("backup", "other.db", "--kb", "other")).Code);
        Assert.Equal(5, await LockedAsync(file));
    }

    private async Task<int> LockedAsync(string file)
    {
        File.Delete(file);
        await _localrag.RunAsync("backup", file);
        await using var guard = new FileStream(Index + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        return (await _localrag.RunAsync("restore", file)).Code;
    }
}
