namespace LocalRag.Models.Gguf;

/// <summary>Why a GGUF file was refused. The message names the place in the header and the limit or value that was expected.</summary>
public sealed class GgufException(GgufFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The kind of fault.</summary>
    public GgufFault Fault { get; } = fault;
}
