namespace LocalRag.Models.Settings;

/// <summary>What <c>settings.json</c> under <c>LOCALRAG_HOME</c> says of models. Every part may be missing.</summary>
public sealed record ModelSettings
{
    /// <summary>Who writes answers; null for the extractive answerer, which needs no model.</summary>
    public ModelChoice? Generator { get; init; }

    /// <summary>Who embeds behind the built-in embedder; null for nobody.</summary>
    public ModelChoice? Embedder { get; init; }

    /// <summary>Who reorders what was found; null for nobody.</summary>
    public ModelChoice? Reranker { get; init; }

    public HostSettings Host { get; init; } = new();

    public DownloadSettings Downloads { get; init; } = new();

    public AnswerSettings Answers { get; init; } = new();

    public ModelChoice? For(ModelRole role) => role switch
    {
        ModelRole.Generator => Generator,
        ModelRole.Embedder => Embedder,
        _ => Reranker,
    };

    public ModelSettings With(ModelRole role, ModelChoice? choice) => role switch
    {
        ModelRole.Generator => this with { Generator = choice },
        ModelRole.Embedder => this with { Embedder = choice },
        _ => this with { Reranker = choice },
    };
}

/// <summary>A model for a role: one on this machine, or one that a server elsewhere serves.</summary>
public sealed record ModelChoice
{
    /// <summary>Its name in the store, or as the server calls it; null takes the only one that a server serves.</summary>
    public string? Model { get; init; }

    /// <summary>The server's address with its <c>/v1</c>; null for the model host on this machine.</summary>
    public Uri? Url { get; init; }

    /// <summary>The environment variable that holds the server's key; null where it wants none. The key itself is never written down.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Whether a generator's prompt is put together here.</summary>
    public PromptMode Prompt { get; init; }

    /// <summary>The prefix for queries, where an embedder wants another than its family's; null for the family's.</summary>
    public string? QueryPrefix { get; init; }

    /// <summary>The prefix for documents; null for the family's.</summary>
    public string? DocumentPrefix { get; init; }
}

/// <summary>Who puts a generator's prompt together.</summary>
public enum PromptMode
{
    /// <summary>We, where the family wants a form of its own and the server takes raw prompts; else the server.</summary>
    Auto,

    /// <summary>The server, by its own template.</summary>
    Chat,

    /// <summary>We, whatever the server is.</summary>
    Raw,
}

/// <summary>The model host on this machine.</summary>
public sealed record HostSettings
{
    /// <summary>Minutes without a request after which it ends.</summary>
    public int IdleMinutes { get; init; } = 15;

    /// <summary>Bytes of memory that its models may take together; null leaves it to the host.</summary>
    public long? MaxMemoryBytes { get; init; }

    /// <summary>The program; null for the one beside ours.</summary>
    public string? Executable { get; init; }
}

/// <summary>Where models are fetched from.</summary>
public sealed record DownloadSettings
{
    /// <summary>A mirror of the hub; null for <c>HF_ENDPOINT</c>, else the public one.</summary>
    public Uri? Hub { get; init; }

    /// <summary>An HTTP proxy; null for the system's.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The environment variable that holds the user's token for gated models.</summary>
    public string TokenVariable { get; init; } = "HF_TOKEN";
}

/// <summary>How answers are made.</summary>
public sealed record AnswerSettings
{
    /// <summary>Tokens that the sources of one question may take; null for the usual. More makes every first answer slower.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>Tokens that one answer may have, thinking included; null for the usual.</summary>
    public int? AnswerTokens { get; init; }

    /// <summary>Whether the generator judges its own citations a second time, behind the answer.</summary>
    public bool SecondLook { get; init; }
}
