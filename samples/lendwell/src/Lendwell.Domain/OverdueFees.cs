namespace Lendwell.Domain;

/// <summary>Reckons what a loan costs when it comes back late, or not at all.</summary>
public sealed class OverdueFees(OpeningDays openingDays)
{
    /// <summary>Coming back this many days late is free. The fee then counts from the first late day after them.</summary>
    public const int GraceDays = 2;

    public const decimal PerOpenDay = 0.25m;

    /// <summary>A late loan never costs more than this, however late it is.</summary>
    public const decimal Cap = 10.00m;

    /// <summary>After this many days overdue a copy counts as lost.</summary>
    public const int LostAfterDays = 60;

    /// <summary>Added to the replacement price of a lost copy: covering, cataloguing, labelling.</summary>
    public const decimal ProcessingFee = 5.00m;

    /// <summary>
    /// The fee of one loan in euros as of a day. Days on which the branch is closed cost nothing, children pay
    /// nothing for being late, and a lost copy costs its replacement price and the processing fee instead.
    /// </summary>
    public decimal For(Loan loan, Member member, string branch, DateOnly today)
    {
        if (loan.ReplacementPrice is { } price)
        {
            return Math.Max(0, price + ProcessingFee - loan.Waived);
        }

        if (member.Category == MemberCategory.Child || loan.DaysOverdue(today) <= GraceDays)
        {
            return 0;
        }

        var lastDay = loan.ReturnedOn ?? today;
        var chargeable = openingDays.Count(branch, loan.Due.AddDays(GraceDays + 1), lastDay);
        return Math.Max(0, Math.Min(Cap, chargeable * PerOpenDay) - loan.Waived);
    }
}
