namespace LocalRag.Models.Gguf;

/// <summary>The kinds of fault that a GGUF file is refused for.</summary>
public enum GgufFault
{
    /// <summary>The file does not begin with GGUF's magic.</summary>
    NotGguf,

    /// <summary>A version or byte order that is not read: version 1, or big endian.</summary>
    UnsupportedVersion,

    /// <summary>The file ends before what its header announces.</summary>
    Truncated,

    /// <summary>A count or size is above this reader's limit.</summary>
    TooLarge,

    /// <summary>A key or tensor is there twice, or a name is empty, too long or not UTF-8.</summary>
    BadName,

    /// <summary>A metadata value is missing, of the wrong type or out of its range.</summary>
    BadMetadata,

    /// <summary>A tensor's type, shape or place in the file is wrong.</summary>
    BadTensor,
}
