namespace LocalRag.Models.Serving;

/// <summary>What program a server is, where that makes a difference to its client.</summary>
public enum ServerKind
{
    /// <summary>Not known; it speaks OpenAI's API and nothing more is asked of it.</summary>
    Other,

    /// <summary>LocalRag.ModelHost: takes prompts in segments.</summary>
    ModelHost,

    LlamaServer,

    Vllm,

    TabbyApi,

    Ollama,

    LmStudio,
}
