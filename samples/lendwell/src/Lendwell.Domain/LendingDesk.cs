namespace Lendwell.Domain;

/// <summary>What happens at the desk: borrowing, renewing, returning. Every rule is asked here, in one place.</summary>
public sealed class LendingDesk(IEventStore events, IHoldBook holds, LoanPolicy policy, OpeningDays openingDays, TimeProvider clock)
{
    /// <summary>Lends a copy to a member. The due date moves on to the next day on which the branch is open.</summary>
    public async Task<Outcome> BorrowAsync(Member member, string copyId, string branch, CancellationToken cancellationToken)
    {
        var open = await events.OpenStreamsAsync(member.CardNumber, cancellationToken);
        if (policy.WhyNotBorrow(member, open.Count) is { } refusal)
        {
            return Outcome.Refused(refusal);
        }

        var due = Today.AddDays(policy.LoanDays(member.Category));
        if (!openingDays.IsOpen(branch, due))
        {
            due = openingDays.After(branch, due, 1);
        }

        var loanId = $"loan-{Guid.CreateVersion7(clock.GetUtcNow()):N}";
        await events.AppendAsync(loanId, 0, [new Borrowed(clock.GetUtcNow(), copyId, member.CardNumber, due)], cancellationToken);
        return Outcome.Done(loanId, due);
    }

    /// <summary>Renews a loan from today, unless someone waits for the title.</summary>
    public async Task<Outcome> RenewAsync(Member member, string loanId, CancellationToken cancellationToken)
    {
        var loan = Loan.Replay(loanId, await events.ReadAsync(loanId, cancellationToken));
        var queue = await holds.QueueForCopyAsync(loan.CopyId, cancellationToken);
        if (policy.WhyNotRenew(loan, Today, queue.AnyoneWaiting) is { } refusal)
        {
            return Outcome.Refused(refusal);
        }

        var due = Today.AddDays(policy.LoanDays(member.Category));
        await events.AppendAsync(loanId, loan.Version, [new Renewed(clock.GetUtcNow(), due)], cancellationToken);
        return Outcome.Done(loanId, due);
    }

    /// <summary>Takes a copy back, and puts it on the hold shelf for whoever is next.</summary>
    public async Task<Hold?> ReturnAsync(string loanId, string branch, CancellationToken cancellationToken)
    {
        var loan = Loan.Replay(loanId, await events.ReadAsync(loanId, cancellationToken));
        await events.AppendAsync(loanId, loan.Version, [new Returned(clock.GetUtcNow(), branch)], cancellationToken);

        var queue = await holds.QueueForCopyAsync(loan.CopyId, cancellationToken);
        if (queue.Next() is not { } next)
        {
            return null;
        }

        var shelved = next with
        {
            State = HoldState.OnShelf,
            ShelfUntil = openingDays.After(next.PickupBranch, Today, HoldQueue.ShelfDays),
        };
        await holds.SaveAsync(shelved, cancellationToken);
        return shelved;
    }

    private DateOnly Today => DateOnly.FromDateTime(clock.GetLocalNow().Date);
}

/// <summary>Either a loan with its due date, or the reason why there is none.</summary>
public sealed record Outcome(string? LoanId, DateOnly? Due, Refusal? Reason)
{
    public static Outcome Done(string loanId, DateOnly due) => new(loanId, due, null);

    public static Outcome Refused(Refusal reason) => new(null, null, reason);
}
