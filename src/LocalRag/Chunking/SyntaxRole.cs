namespace LocalRag.Chunking;

/// <summary>What a matched syntax node is to the chunker.</summary>
internal enum SyntaxRole
{
    /// <summary>A type, module or other thing that holds members and has a name.</summary>
    Type,

    /// <summary>More of a type that is defined elsewhere: an <c>impl</c> block, an extension.</summary>
    Extension,

    /// <summary>A function, method, constant or other thing with a name.</summary>
    Member,

    /// <summary>Something worth keeping whole that defines no symbol: a test, an element.</summary>
    Block,

    /// <summary>A comment or decorator, which belongs to what follows it.</summary>
    Lead,

    /// <summary>A node around a definition that begins earlier than it does.</summary>
    Wrapper,

    /// <summary>The package or namespace of the whole file.</summary>
    Scope,
}
