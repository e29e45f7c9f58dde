namespace LocalRag.Models.Prompts;

/// <summary>How a generator wants its sources and its turns.</summary>
public enum PromptFamily
{
    /// <summary>The template in the model's own file, applied by the server; sources are numbered blocks in the user's turn.</summary>
    ChatTemplate,

    /// <summary>Llama 3, 3.1, 3.2 and 3.3.</summary>
    Llama3,

    /// <summary>Command R and R+: sources have a turn of their own, and the answer comes behind <c>Grounded answer:</c>.</summary>
    CommandR,

    /// <summary>Command R7B and Command A: sources are the result of an injected tool call.</summary>
    CommandA,
}
