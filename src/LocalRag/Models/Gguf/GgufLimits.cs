namespace LocalRag.Models.Gguf;

/// <summary>What a GGUF header may hold at most. Real models stay far below; llama.cpp's own limits, which it enforces by ending the process, are kept here.</summary>
internal static class GgufLimits
{
    /// <summary>The largest published models have some hundred pairs.</summary>
    public const int MetadataCount = 65_536;

    /// <summary>The largest published models have some thousand tensors a file.</summary>
    public const int TensorCount = 65_536;

    /// <summary>The format's own limit on keys.</summary>
    public const int KeyBytes = 65_535;

    /// <summary>ggml keeps tensor names in 64 bytes, the last of them a zero.</summary>
    public const int TensorNameBytes = 63;

    /// <summary>Chat templates and licences are the longest strings met, at some hundred kilobytes.</summary>
    public const int StringBytes = 4 * 1024 * 1024;

    /// <summary>All strings that are kept, together: what bounds the reader's memory.</summary>
    public const int KeptBytes = 32 * 1024 * 1024;

    /// <summary>The longest arrays met are merges of a vocabulary, below a million.</summary>
    public const int ArrayLength = 16 * 1024 * 1024;

    /// <summary>Four times the largest vocabulary of any published model.</summary>
    public const int VocabularySize = 1_048_576;

    /// <summary>Arrays up to this length are kept, longer ones only counted: per-layer values are wanted, vocabularies are not.</summary>
    public const int KeptArrayLength = 1_024;

    /// <summary>ggml's tensors have four dimensions.</summary>
    public const int Dimensions = 4;

    /// <summary>Padding that may follow the last tensor: writers fill up to the alignment, a few to a page.</summary>
    public const int TrailingBytes = 4_096;

    /// <summary>llama.cpp keeps per-layer values in arrays of this length and aborts past it.</summary>
    public const int BlockCount = 512;

    /// <summary>llama.cpp's limit on experts.</summary>
    public const int ExpertCount = 512;

    /// <summary>Far above any published model, and low enough that products of two stay in 64 bits.</summary>
    public const int Width = 1 << 24;
}
