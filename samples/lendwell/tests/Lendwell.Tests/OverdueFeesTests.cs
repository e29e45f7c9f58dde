using Lendwell.Domain;
using Xunit;

namespace Lendwell.Tests;

public sealed class OverdueFeesTests
{
    private static readonly DateOnly Due = new(2026, 3, 2);
    private static readonly Member Adult = new("1001", "Ada", MemberCategory.Adult, "harbour");

    private readonly OverdueFees _fees = new(new OpeningDays(
        new Dictionary<string, IReadOnlySet<DayOfWeek>> { ["harbour"] = new HashSet<DayOfWeek> { DayOfWeek.Sunday } },
        new HashSet<DateOnly>()));

    [Theory]
    [InlineData(0, 0.00)]
    [InlineData(2, 0.00)]
    [InlineData(3, 0.25)]
    [InlineData(7, 1.00)]
    [InlineData(59, 10.00)]
    public void Closed_days_and_the_grace_period_are_free_and_the_cap_holds(int daysLate, double fee) =>
        Assert.Equal((decimal)fee, _fees.For(LoanDue(Due), Adult, "harbour", Due.AddDays(daysLate)));

    [Fact]
    public void Children_pay_nothing_for_being_late() =>
        Assert.Equal(0, _fees.For(LoanDue(Due), Adult with { Category = MemberCategory.Child }, "harbour", Due.AddDays(30)));

    private static Loan LoanDue(DateOnly due) =>
        Loan.Replay("loan-1", [new Borrowed(DateTimeOffset.UnixEpoch, "copy-1", Adult.CardNumber, due)]);
}
