namespace LocalRag.Cli;

/// <summary>The command was called in a way that it does not take. The message names the option or file and the remedy.</summary>
internal sealed class UsageException(string message) : Exception(message);
