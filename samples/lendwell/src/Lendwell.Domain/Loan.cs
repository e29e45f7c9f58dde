namespace Lendwell.Domain;

/// <summary>One copy in one member's hands, rebuilt from its events.</summary>
/// <remarks>
/// A loan is never stored as a row that changes. <see cref="Replay"/> folds the stream from the event store,
/// so the fee of a loan can be explained years later, waivers included.
/// </remarks>
public sealed class Loan
{
    private Loan(string id) => Id = id;

    public string Id { get; }

    public string CopyId { get; private set; } = "";

    public string CardNumber { get; private set; } = "";

    public DateOnly Due { get; private set; }

    public DateOnly? ReturnedOn { get; private set; }

    public int Renewals { get; private set; }

    /// <summary>Fees that a librarian has waived, in euros.</summary>
    public decimal Waived { get; private set; }

    /// <summary>What it costs to replace the copy, in euros; null as long as it is not lost.</summary>
    public decimal? ReplacementPrice { get; private set; }

    /// <summary>The number of events read: the version that an append expects.</summary>
    public int Version { get; private set; }

    public bool IsOpen => ReturnedOn is null && ReplacementPrice is null;

    /// <summary>Rebuilds a loan from the whole of its event stream, oldest first.</summary>
    public static Loan Replay(string id, IEnumerable<LoanEvent> events)
    {
        var loan = new Loan(id);
        foreach (var happened in events)
        {
            loan.Apply(happened);
        }

        return loan;
    }

    /// <summary>Whole days past the due date; 0 for a loan that is on time.</summary>
    public int DaysOverdue(DateOnly today) => Math.Max(0, (ReturnedOn ?? today).DayNumber - Due.DayNumber);

    private void Apply(LoanEvent happened)
    {
        Version++;
        switch (happened)
        {
            case Borrowed borrowed:
                (CopyId, CardNumber, Due) = (borrowed.CopyId, borrowed.CardNumber, borrowed.Due);
                break;
            case Renewed renewed:
                Due = renewed.Due;
                Renewals++;
                break;
            case Returned returned:
                ReturnedOn = DateOnly.FromDateTime(returned.At.Date);
                break;
            case DeclaredLost lost:
                ReplacementPrice = lost.ReplacementPrice;
                break;
            case FeeWaived waived:
                Waived += waived.Amount;
                break;
            default:
                throw new InvalidOperationException($"Loan {Id} holds an event of the unknown type {happened.GetType().Name}.");
        }
    }
}
