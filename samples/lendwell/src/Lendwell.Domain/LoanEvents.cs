namespace Lendwell.Domain;

/// <summary>Something that happened to a loan. Events are written once and never changed.</summary>
public abstract record LoanEvent(DateTimeOffset At);

public sealed record Borrowed(DateTimeOffset At, string CopyId, string CardNumber, DateOnly Due) : LoanEvent(At);

public sealed record Renewed(DateTimeOffset At, DateOnly Due) : LoanEvent(At);

public sealed record Returned(DateTimeOffset At, string Branch) : LoanEvent(At);

public sealed record DeclaredLost(DateTimeOffset At, decimal ReplacementPrice) : LoanEvent(At);

public sealed record FeeWaived(DateTimeOffset At, decimal Amount, string Reason, string WaivedBy) : LoanEvent(At);
