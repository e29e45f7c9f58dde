namespace Lendwell.Domain;

/// <summary>The members who wait for one title, and who is next.</summary>
public sealed class HoldQueue(IEnumerable<Hold> holds)
{
    /// <summary>A copy waits this many open days on the hold shelf before the next member gets it.</summary>
    public const int ShelfDays = 7;

    private readonly List<Hold> _holds = [.. holds];

    public bool AnyoneWaiting => _holds.Exists(hold => hold.State == HoldState.Waiting);

    /// <summary>
    /// Picks who gets a copy that has just come back. Course reserves go first, because a lecture does not wait;
    /// after them whoever asked earliest. Suspended holds keep their place but are passed over.
    /// </summary>
    public Hold? Next() => _holds
        .Where(hold => hold.State == HoldState.Waiting)
        .OrderByDescending(hold => hold.IsCourseReserve)
        .ThenBy(hold => hold.RequestedAt)
        .FirstOrDefault();

    /// <summary>A member's place in the queue, starting at 1; null where they are not in it.</summary>
    public int? PlaceOf(string cardNumber)
    {
        var ahead = _holds
            .Where(hold => hold.State is HoldState.Waiting or HoldState.Suspended)
            .OrderByDescending(hold => hold.IsCourseReserve)
            .ThenBy(hold => hold.RequestedAt)
            .ToList();
        var index = ahead.FindIndex(hold => hold.CardNumber == cardNumber);
        return index < 0 ? null : index + 1;
    }
}

/// <summary>One member's wish for one title.</summary>
public sealed record Hold(string Id, string TitleId, string CardNumber, string PickupBranch, DateTimeOffset RequestedAt)
{
    public bool IsCourseReserve { get; init; }

    public HoldState State { get; init; } = HoldState.Waiting;

    /// <summary>The last day on which the copy lies on the shelf; null while the hold waits.</summary>
    public DateOnly? ShelfUntil { get; init; }
}

public enum HoldState
{
    Waiting,
    Suspended,
    OnShelf,
    Collected,
    Expired,
}
