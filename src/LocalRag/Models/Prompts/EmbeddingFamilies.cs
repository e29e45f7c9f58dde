namespace LocalRag.Models.Prompts;

/// <summary>The families of embedding models, each as its model card has it. A wrong space here costs quality, and nothing else would tell.</summary>
public static class EmbeddingFamilies
{
    private const string CodeSearch = "Represent this query for searching relevant code: ";

    /// <summary>For a model of no family that is known: no prefixes, and the pooling that its file names.</summary>
    public static EmbeddingFamily Unknown { get; } = new() { Name = "unknown" };

    /// <summary>The families with the parts of names that tell them, the more special first.</summary>
    private static readonly (string Part, EmbeddingFamily Family)[] ByName =
    [
        ("nomic-embed-code", new() { Name = "nomic-embed-code", QueryPrefix = CodeSearch, Pooling = TextPooling.Last }),
        ("coderankembed", new() { Name = "CodeRankEmbed", QueryPrefix = CodeSearch, Pooling = TextPooling.Cls }),
        ("nomic-embed-text-v2", NomicText("nomic-embed-text-v2-moe", 512)),
        ("nomic-embed", NomicText("nomic-embed-text-v1.5", 8_192)),
        ("minilm", new() { Name = "all-MiniLM", Pooling = TextPooling.Mean }),
        ("bge-m3", new() { Name = "bge-m3", Pooling = TextPooling.Cls }),
        ("bge-", new() { Name = "bge-en-v1.5", QueryPrefix = "Represent this sentence for searching relevant passages: ", Pooling = TextPooling.Cls }),
        ("qwen3-embedding", new()
        {
            Name = "Qwen3-Embedding",
            QueryPrefix = "Instruct: {task}\nQuery:",
            CodeTask = "Given a question about a code base, retrieve the code and documents that answer it",
            ProseTask = "Given a web search query, retrieve relevant passages that answer the query",
            Pooling = TextPooling.Last,
        }),
        ("embeddinggemma", Gemma),
        ("embedding-gemma", Gemma),
        ("jina-code-embeddings", new()
        {
            Name = "jina-code-embeddings",
            QueryPrefix = "Find the most relevant code snippet given the following query:\n",
            DocumentPrefix = "Candidate code snippet:\n",
            Pooling = TextPooling.Last,
        }),
    ];

    private static EmbeddingFamily Gemma => new()
    {
        Name = "EmbeddingGemma",
        QueryPrefix = "task: {task} | query: ",
        CodeTask = "code retrieval",
        ProseTask = "search result",
        DocumentPrefix = "title: {title} | text: ",
        Pooling = TextPooling.Mean,
        MaxTokens = 2_048,
    };

    /// <summary>Tells a model's family by what its file and its maker call it.</summary>
    /// <param name="architecture">GGUF's <c>general.architecture</c>; empty where it is not known.</param>
    /// <param name="names">GGUF's <c>general.name</c>, the file's name, a served model's name: whatever there is.</param>
    public static EmbeddingFamily Of(string architecture, params ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
        {
            if (name is null) continue;
            var plain = name.Replace(' ', '-').Replace('_', '-');
            foreach (var (part, family) in ByName)
                if (plain.Contains(part, StringComparison.OrdinalIgnoreCase)) return family;
        }

        return architecture switch
        {
            "nomic-bert-moe" => NomicText("nomic-embed-text-v2-moe", 512),
            "gemma-embedding" => Gemma,
            _ => Unknown,
        };
    }

    private static EmbeddingFamily NomicText(string name, int tokens) => new()
    {
        Name = name,
        QueryPrefix = "search_query: ",
        DocumentPrefix = "search_document: ",
        Pooling = TextPooling.Mean,
        MaxTokens = tokens,
    };
}
