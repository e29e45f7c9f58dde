namespace LocalRag.Cli.Json;

internal sealed record RemovedJson(string Source, bool Removed);
