namespace LocalRag.ModelHost;

/// <summary>The kinds of failure that a client tells apart, each with a status and a code of its own in HTTP.</summary>
internal enum HostError
{
    /// <summary>The request itself is wrong.</summary>
    InvalidRequest,

    /// <summary>The prompt does not fit the context.</summary>
    ContextExceeded,

    /// <summary>No model has that name.</summary>
    UnknownModel,

    /// <summary>The model's file is refused or does not load.</summary>
    ModelRefused,

    /// <summary>The model crashed the host before and is not loaded again unasked.</summary>
    ModelCrashed,

    /// <summary>The model does not fit within the memory ceiling.</summary>
    MemoryCeiling,

    /// <summary>The queue is full.</summary>
    Busy,

    /// <summary>llama.cpp failed in the middle of work.</summary>
    ComputeFailed,
}
