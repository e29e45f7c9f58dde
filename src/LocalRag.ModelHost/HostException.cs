namespace LocalRag.ModelHost;

/// <summary>Why a request could not be met. The message is meant for the client.</summary>
internal sealed class HostException(HostError error, string message, Exception? inner = null) : Exception(message, inner)
{
    public HostError Error { get; } = error;

    /// <summary>How long to wait before another try; null where another try is of no use.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
