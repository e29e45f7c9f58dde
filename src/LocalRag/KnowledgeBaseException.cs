namespace LocalRag;

/// <summary>Why a request to a knowledge base could not be met. The message names the file or setting and the remedy.</summary>
public sealed class KnowledgeBaseException(KnowledgeBaseError error, string message, Exception? inner = null) : Exception(message, inner)
{
    public KnowledgeBaseError Error { get; } = error;
}

/// <summary>The kinds of failure that hosts tell apart, by exit code or HTTP status.</summary>
public enum KnowledgeBaseError
{
    /// <summary>Anything else.</summary>
    Failed,

    /// <summary>The request itself is wrong: a folder that is not there, an unknown language.</summary>
    InvalidRequest,

    /// <summary>There is no index, or it was made in another format or with another embedder.</summary>
    IndexMissing,

    /// <summary>Another process is writing to it.</summary>
    Locked,

    /// <summary>A model is missing or could not be loaded.</summary>
    ModelUnavailable,
}
