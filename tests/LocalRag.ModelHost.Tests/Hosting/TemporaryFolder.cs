namespace LocalRag.ModelHost.Tests.Hosting;

/// <summary>A folder that is gone after the test. Its path is short, as a socket's has to be.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("lrmh").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
