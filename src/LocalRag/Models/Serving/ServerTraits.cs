namespace LocalRag.Models.Serving;

/// <summary>What kinds of server do differently.</summary>
internal static class ServerTraits
{
    /// <summary>Whether <c>/v1/completions</c> takes the prompt as it is, without a template of the server's around it. Ollama's does not.</summary>
    public static bool TakesRawPrompts(this ServerKind kind) =>
        kind is ServerKind.ModelHost or ServerKind.LlamaServer or ServerKind.Vllm or ServerKind.TabbyApi or ServerKind.LmStudio;

    /// <summary>Whether the server itself puts the token that begins a text in front of a raw prompt.</summary>
    public static bool AddsBegin(this ServerKind kind) => kind is not ServerKind.ModelHost;

    /// <summary>The name that people know the program by.</summary>
    public static string Title(this ServerKind kind) => kind switch
    {
        ServerKind.ModelHost => "the model host",
        ServerKind.LlamaServer => "llama-server",
        ServerKind.Vllm => "vLLM",
        ServerKind.TabbyApi => "TabbyAPI",
        ServerKind.Ollama => "Ollama",
        ServerKind.LmStudio => "LM Studio",
        _ => "the server",
    };
}
