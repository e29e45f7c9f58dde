namespace LocalRag.Cli.Tests;

/// <summary>The samples, indexed once for all the tests that only read.</summary>
public sealed class SampleIndex : IAsyncLifetime
{
    public Localrag Program { get; } = new();

    public Outcome Indexed { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Indexed = await Program.RunAsync("index", Path.Combine(Localrag.Samples, "lendwell"), "--json");

    public ValueTask DisposeAsync()
    {
        Program.Dispose();
        return ValueTask.CompletedTask;
    }
}
