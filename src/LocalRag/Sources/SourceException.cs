namespace LocalRag.Sources;

/// <summary>Why a folder could not be listed or git not be asked. The message names the place and the remedy.</summary>
public sealed class SourceException(string message, Exception? inner = null) : Exception(message, inner);
