namespace LocalRag.Cli.Json;

/// <param name="Index">The index's file.</param>
internal sealed record BackupJson(string File, string Index, long SizeBytes);
