namespace LocalRag.Models.Prompts;

/// <summary>How an embedding model makes one vector of a text's many. The names are the model host's.</summary>
public enum TextPooling
{
    /// <summary>As the model's file says.</summary>
    OfFile,

    Mean,

    /// <summary>The first token's.</summary>
    Cls,

    /// <summary>The last token's.</summary>
    Last,
}
