namespace LocalRag.Chunking;

/// <summary>How a language writes where a declaration's head ends and its body begins.</summary>
internal enum DeclarationStyle
{
    /// <summary>The body is in braces.</summary>
    Braces,

    /// <summary>The body follows a colon: Python.</summary>
    Colon,

    /// <summary>The head is one line.</summary>
    Line,
}
