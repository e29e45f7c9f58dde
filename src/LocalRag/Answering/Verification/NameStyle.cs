namespace LocalRag.Answering.Verification;

/// <summary>How a name is spelt.</summary>
internal enum NameStyle
{
    Word,
    Capitalized,
    Capitals,
    PascalCase,
    CamelCase,
    SnakeCase,
    CapitalSnakeCase,
    KebabCase,
}
