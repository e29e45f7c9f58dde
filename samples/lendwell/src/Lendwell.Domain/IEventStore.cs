namespace Lendwell.Domain;

/// <summary>Keeps the streams of events, one a loan.</summary>
public interface IEventStore
{
    /// <summary>Reads a whole stream, oldest event first; empty where there is none.</summary>
    Task<IReadOnlyList<LoanEvent>> ReadAsync(string stream, CancellationToken cancellationToken);

    /// <summary>
    /// Adds events to the end of a stream, all or none. Throws <see cref="ConcurrencyConflictException"/> where
    /// the stream has grown past the expected version since it was read.
    /// </summary>
    Task AppendAsync(string stream, int expectedVersion, IReadOnlyList<LoanEvent> events, CancellationToken cancellationToken);

    /// <summary>The streams of the loans that are open, of one member or of all.</summary>
    Task<IReadOnlyList<string>> OpenStreamsAsync(string? cardNumber, CancellationToken cancellationToken);
}

/// <summary>Two desks changed the same loan at once. Read it again and decide anew.</summary>
public sealed class ConcurrencyConflictException(string stream, int expected, int actual)
    : Exception($"Stream {stream} is at version {actual}, not {expected}.")
{
    public int Actual { get; } = actual;
}
