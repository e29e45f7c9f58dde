namespace LocalRag.Models.Prompts;

/// <summary>The texts that an embedding model was trained to have in front of queries and documents, and its pooling.</summary>
public sealed record EmbeddingFamily
{
    // {task} in a query's prefix.
    private const string TaskMark = "{task}";

    // {title} in a document's prefix.
    private const string TitleMark = "{title}";

    public required string Name { get; init; }

    /// <summary>In front of a query; <c>{task}</c> stands for <see cref="CodeTask"/> or <see cref="ProseTask"/>.</summary>
    public string QueryPrefix { get; init; } = "";

    /// <summary>In front of a document; <c>{title}</c> stands for its title, or <c>none</c>.</summary>
    public string DocumentPrefix { get; init; } = "";

    public string CodeTask { get; init; } = "";

    public string ProseTask { get; init; } = "";

    public TextPooling Pooling { get; init; }

    /// <summary>Tokens that a text may have at most; null for what the model's file says.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>A query as the model wants it.</summary>
    public string Query(string text, EmbeddingTask task) =>
        QueryPrefix.Replace(TaskMark, task == EmbeddingTask.Code ? CodeTask : ProseTask, StringComparison.Ordinal) + text;

    /// <summary>A document as the model wants it.</summary>
    /// <param name="title">A line on what it is; null where there is none.</param>
    public string Document(string text, string? title = null) =>
        DocumentPrefix.Replace(TitleMark, string.IsNullOrWhiteSpace(title) ? "none" : title.ReplaceLineEndings(" ").Trim(), StringComparison.Ordinal) + text;

    /// <summary>The family with a user's own prefixes; null keeps the family's.</summary>
    public EmbeddingFamily With(string? queryPrefix, string? documentPrefix) =>
        this with { QueryPrefix = queryPrefix ?? QueryPrefix, DocumentPrefix = documentPrefix ?? DocumentPrefix };
}
