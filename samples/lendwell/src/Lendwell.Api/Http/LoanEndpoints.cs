using System.Security.Claims;
using Lendwell.Domain;

namespace Lendwell.Api.Http;

/// <summary>Loans over HTTP. docs/api.md describes requests and answers.</summary>
internal static class LoanEndpoints
{
    public static void MapLoans(this IEndpointRouteBuilder routes)
    {
        var loans = routes.MapGroup("/loans").RequireAuthorization();
        loans.MapGet("/", ListAsync);
        loans.MapPost("/", BorrowAsync);
        loans.MapPost("/{loanId}/renewal", RenewAsync);
        loans.MapPost("/{loanId}/return", ReturnAsync).RequireAuthorization(policy => policy.RequireRole("desk"));
    }

    private static async Task<IResult> ListAsync(
        ClaimsPrincipal user, IEventStore events, IHoldBook book, OverdueFees fees, TimeProvider clock, CancellationToken cancellationToken)
    {
        var member = await MemberOf(user, book, cancellationToken);
        if (member is null)
        {
            return Results.NotFound();
        }

        var today = DateOnly.FromDateTime(clock.GetLocalNow().Date);
        var lines = new List<LoanLine>();
        foreach (var stream in await events.OpenStreamsAsync(member.CardNumber, cancellationToken))
        {
            var loan = Loan.Replay(stream, await events.ReadAsync(stream, cancellationToken));
            lines.Add(new LoanLine(loan.Id, loan.CopyId, loan.Due, loan.Renewals, fees.For(loan, member, member.HomeBranch, today)));
        }

        return Results.Ok(lines.OrderBy(line => line.Due));
    }

    private static async Task<IResult> BorrowAsync(
        BorrowRequest request, ClaimsPrincipal user, LendingDesk desk, IHoldBook book, CancellationToken cancellationToken)
    {
        var member = await MemberOf(user, book, cancellationToken);
        return member is null
            ? Results.NotFound()
            : Answer(await desk.BorrowAsync(member, request.CopyId, request.Branch, cancellationToken));
    }

    private static async Task<IResult> RenewAsync(
        string loanId, ClaimsPrincipal user, LendingDesk desk, IHoldBook book, CancellationToken cancellationToken)
    {
        var member = await MemberOf(user, book, cancellationToken);
        return member is null ? Results.NotFound() : Answer(await desk.RenewAsync(member, loanId, cancellationToken));
    }

    private static async Task<IResult> ReturnAsync(string loanId, string branch, LendingDesk desk, CancellationToken cancellationToken)
    {
        var next = await desk.ReturnAsync(loanId, branch, cancellationToken);
        return Results.Ok(new { holdFor = next?.CardNumber, pickupBranch = next?.PickupBranch });
    }

    /// <summary>A refusal is 409: the request was understood, and the rules say no.</summary>
    private static IResult Answer(Outcome outcome) => outcome.Reason is { } reason
        ? Results.Conflict(new { reason = reason.ToString() })
        : Results.Ok(new { outcome.LoanId, outcome.Due });

    private static async Task<Member?> MemberOf(ClaimsPrincipal user, IHoldBook book, CancellationToken cancellationToken) =>
        user.FindFirstValue(ClaimTypes.NameIdentifier) is { } card ? await book.FindMemberAsync(card, cancellationToken) : null;
}

internal sealed record BorrowRequest(string CopyId, string Branch);

internal sealed record LoanLine(string LoanId, string CopyId, DateOnly Due, int Renewals, decimal Fee);
