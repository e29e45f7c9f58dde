using LocalRag.Models.Serving;

namespace LocalRag.Tests.Models.Serving;

public sealed class FileIdentitiesTests : IDisposable
{
    private const string HashOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Model => Path.Combine(_folder.Path, "model.gguf");

    private string Notes => Path.Combine(_folder.Path, "notes");

    [Fact]
    public async Task A_file_that_stays_as_it_is_is_not_read_again()
    {
        await File.WriteAllTextAsync(Model, "abc", Cancellation);
        Assert.Equal(HashOfAbc, await OfAsync());

        // What nobody can notice shows that nobody has looked.
        var written = File.GetLastWriteTimeUtc(Model);
        await File.WriteAllTextAsync(Model, "abd", Cancellation);
        File.SetLastWriteTimeUtc(Model, written);

        Assert.Equal(HashOfAbc, await OfAsync());
    }

    [Fact]
    public async Task A_file_that_was_written_again_is_read_again()
    {
        await File.WriteAllTextAsync(Model, "abd", Cancellation);
        var before = await OfAsync();
        await File.WriteAllTextAsync(Model, "abc", Cancellation);
        File.SetLastWriteTimeUtc(Model, DateTime.UtcNow.AddMinutes(1));

        Assert.NotEqual(HashOfAbc, before);
        Assert.Equal(HashOfAbc, await OfAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("0000 3 0 /elsewhere")]
    public async Task A_damaged_note_is_made_anew(string note)
    {
        await File.WriteAllTextAsync(Model, "abc", Cancellation);
        await OfAsync();
        var file = Assert.Single(Directory.GetFiles(Notes));
        await File.WriteAllTextAsync(file, note, Cancellation);

        Assert.Equal(HashOfAbc, await OfAsync());
        Assert.StartsWith(HashOfAbc, await File.ReadAllTextAsync(file, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_no_fault()
    {
        await File.WriteAllTextAsync(Model, "abc", Cancellation);
        await File.WriteAllTextAsync(Notes, "a file in the folder's place", Cancellation);

        Assert.Equal(HashOfAbc, await OfAsync());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<string> OfAsync() => new FileIdentities(Notes).OfAsync(Model, Cancellation);
}
