namespace LocalRag.Chunking;

/// <summary>ast-grep did not read a batch to its end. The message says why, without a path.</summary>
internal sealed class AstGrepException(string message, Exception? inner = null) : Exception(message, inner);
