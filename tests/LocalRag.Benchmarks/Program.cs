using BenchmarkDotNet.Running;

// dotnet run -c Release --project tests/LocalRag.Benchmarks -- freshness REPOSITORY PROGRAM [COMMITS]
if (args is ["freshness", var repository, var program, .. var rest])
{
    await new LocalRag.Benchmarks.FreshnessFigures(repository, program, rest is [var commits] ? int.Parse(commits, System.Globalization.CultureInfo.InvariantCulture) : 50).RunAsync();
    return;
}

// dotnet run -c Release --project tests/LocalRag.Benchmarks -- --filter '*Embedding*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
