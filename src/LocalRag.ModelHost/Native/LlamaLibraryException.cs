namespace LocalRag.ModelHost.Native;

/// <summary>Why llama.cpp's libraries could not be used. The message names the folder and the remedy.</summary>
internal sealed class LlamaLibraryException(string message, Exception? inner = null) : Exception(message, inner);
