namespace Lendwell.Domain;

/// <summary>How long and how much each category of member may borrow.</summary>
public sealed class LoanPolicy
{
    /// <summary>A loan may be renewed this often, as long as nobody waits for the title.</summary>
    public int MaxRenewals { get; init; } = 3;

    /// <summary>A loan that is overdue by more than this can no longer be renewed; the copy has to come back.</summary>
    public int RenewableDaysOverdue { get; init; } = 14;

    /// <summary>Whoever owes this much, in euros, borrows nothing more until they pay.</summary>
    public decimal BorrowingStopsAt { get; init; } = 15.00m;

    public int LoanDays(MemberCategory category) => category switch
    {
        MemberCategory.Student => 42,
        MemberCategory.Staff => 56,
        _ => 28,
    };

    public int MaxLoans(MemberCategory category) => category switch
    {
        MemberCategory.Child => 6,
        MemberCategory.Student => 20,
        MemberCategory.Staff => 30,
        _ => 12,
    };

    /// <summary>Says why a member may not borrow one more copy, or null where they may.</summary>
    public Refusal? WhyNotBorrow(Member member, int openLoans)
    {
        if (member.CardBlocked)
        {
            return Refusal.CardBlocked;
        }

        if (member.Owed >= BorrowingStopsAt)
        {
            return Refusal.OwesTooMuch;
        }

        return openLoans >= MaxLoans(member.Category) ? Refusal.TooManyLoans : null;
    }

    /// <summary>Says why a loan may not be renewed, or null where it may.</summary>
    public Refusal? WhyNotRenew(Loan loan, DateOnly today, bool someoneIsWaiting)
    {
        if (someoneIsWaiting)
        {
            return Refusal.OnHold;
        }

        if (loan.Renewals >= MaxRenewals)
        {
            return Refusal.RenewedTooOften;
        }

        return loan.DaysOverdue(today) > RenewableDaysOverdue ? Refusal.TooLongOverdue : null;
    }
}

/// <summary>Why the desk says no. The web client shows a sentence for each.</summary>
public enum Refusal
{
    CardBlocked,
    OwesTooMuch,
    TooManyLoans,
    OnHold,
    RenewedTooOften,
    TooLongOverdue,
}
