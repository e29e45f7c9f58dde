namespace LocalRag.Documents;

/// <summary>What a chunk is. The values are stored; new ones go to the end.</summary>
public enum ChunkKind
{
    /// <summary>Text without a structure that a parser knows.</summary>
    Text = 0,

    /// <summary>A type: its declaration, or the whole of it where it is small.</summary>
    Type = 1,

    /// <summary>One function, method, property or other member, or a part of one.</summary>
    Member = 2,

    /// <summary>A run of small members.</summary>
    Members = 3,

    /// <summary>Statements outside any member.</summary>
    Statements = 4,

    /// <summary>Imports, namespace lines, licence headers.</summary>
    Preamble = 5,

    /// <summary>A section of a document, or a part of one.</summary>
    Section = 6,

    /// <summary>Configuration and data: project files, YAML, JSON.</summary>
    Configuration = 7,

    /// <summary>Markup and style: HTML, Razor, CSS.</summary>
    Markup = 8,
}
