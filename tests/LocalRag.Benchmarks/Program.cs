using BenchmarkDotNet.Running;

// dotnet run -c Release --project tests/LocalRag.Benchmarks -- --filter '*Embedding*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
