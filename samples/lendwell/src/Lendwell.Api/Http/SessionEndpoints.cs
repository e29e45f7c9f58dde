using Lendwell.Api.Security;
using Lendwell.Domain;

namespace Lendwell.Api.Http;

/// <summary>Signs members in. Only a desk terminal may ask, because it is the desk that has seen the card.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sessions", IssueAsync).RequireAuthorization(policy => policy.RequireRole("desk"));

    private static async Task<IResult> IssueAsync(
        SessionRequest request, IHoldBook book, MemberTokenValidator tokens, CancellationToken cancellationToken)
    {
        var member = await book.FindMemberAsync(request.CardNumber, cancellationToken);
        return member is null or { CardBlocked: true }
            ? Results.NotFound()
            : Results.Ok(new { token = tokens.Issue(member.CardNumber, role: "member") });
    }
}

internal sealed record SessionRequest(string CardNumber);
