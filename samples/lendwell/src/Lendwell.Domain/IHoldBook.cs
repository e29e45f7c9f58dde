namespace Lendwell.Domain;

/// <summary>Keeps members and holds. Fees are reckoned from the loans' events, never kept here.</summary>
public interface IHoldBook
{
    Task<Member?> FindMemberAsync(string cardNumber, CancellationToken cancellationToken);

    /// <summary>The holds on the title of a copy, finished ones left out.</summary>
    Task<HoldQueue> QueueForCopyAsync(string copyId, CancellationToken cancellationToken);

    /// <summary>Holds whose copy lies on the shelf of a branch.</summary>
    Task<IReadOnlyList<Hold>> OnShelfAsync(string? branch, CancellationToken cancellationToken);

    Task SaveAsync(Hold hold, CancellationToken cancellationToken);
}
