namespace LocalRag.Models;

/// <summary>Why a model could not be found, fetched, kept or used. The message names the model or setting and the remedy.</summary>
public sealed class ModelException(ModelError error, string message, Exception? inner = null) : Exception(message, inner)
{
    public ModelError Error { get; } = error;
}

/// <summary>The kinds of failure around models that callers tell apart.</summary>
public enum ModelError
{
    /// <summary>Anything else.</summary>
    Failed,

    /// <summary>A name, path or setting is wrong.</summary>
    InvalidRequest,

    /// <summary>No such model, here or at the hub.</summary>
    NotFound,

    /// <summary>The hub wants its user to have accepted the model's terms.</summary>
    Gated,

    /// <summary>Outgoing connections are forbidden by <c>LOCALRAG_OFFLINE=1</c>.</summary>
    Offline,

    /// <summary>The disk or the memory does not hold it.</summary>
    NoRoom,

    /// <summary>The bytes are not those that were announced.</summary>
    Damaged,

    /// <summary>Another process holds it.</summary>
    Locked,

    /// <summary>A server is not there or cannot be reached.</summary>
    Unreachable,

    /// <summary>A server ended while it worked on a request.</summary>
    Crashed,

    /// <summary>A server has no place free; the message says how long to wait.</summary>
    Busy,

    /// <summary>A request holds more tokens than the model's context.</summary>
    TooLong,
}
