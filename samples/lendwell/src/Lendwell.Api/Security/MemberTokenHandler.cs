using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Lendwell.Api.Security;

/// <summary>Reads the bearer token of a request and turns it into a signed-in member.</summary>
public sealed class MemberTokenHandler(
    IOptionsMonitor<MemberTokenOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    MemberTokenValidator validator) : AuthenticationHandler<MemberTokenOptions>(options, logger, encoder)
{
    public new const string Scheme = "MemberToken";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        // One message for every reason: a caller learns nothing about why a token was turned down.
        if (validator.Validate(header["Bearer ".Length..]) is not { } token)
        {
            return Task.FromResult(AuthenticateResult.Fail("The member token is not valid."));
        }

        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, token.CardNumber), new Claim(ClaimTypes.Role, token.Role)],
            MemberTokenHandler.Scheme);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), MemberTokenHandler.Scheme)));
    }
}

/// <summary>Nothing to set: the keys are in <see cref="LendwellOptions"/>.</summary>
public sealed class MemberTokenOptions : AuthenticationSchemeOptions;
