namespace Lendwell.Domain;

/// <summary>Someone who may borrow: a card number, a category and what they owe.</summary>
public sealed record Member(string CardNumber, string Name, MemberCategory Category, string HomeBranch)
{
    /// <summary>Unpaid fees in euros, over all loans.</summary>
    public decimal Owed { get; init; }

    /// <summary>Set by the desk when a card is reported lost or stolen.</summary>
    public bool CardBlocked { get; init; }
}

/// <summary>The kinds of membership. The loan period and the number of loans depend on it.</summary>
public enum MemberCategory
{
    Adult,
    Child,
    Student,
    Staff,
}
