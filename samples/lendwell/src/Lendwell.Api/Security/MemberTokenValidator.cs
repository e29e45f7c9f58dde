using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Lendwell.Api.Security;

/// <summary>
/// Issues and checks member tokens: <c>lw1.keyId.payload.signature</c>, signed with HMAC-SHA256.
/// Called by <see cref="MemberTokenHandler"/> on every request; <c>POST /sessions</c> issues one.
/// </summary>
public sealed class MemberTokenValidator(IOptions<LendwellOptions> options, TimeProvider clock)
{
    /// <summary>How far the clocks of two machines may differ.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    /// <summary>Checks signature and expiry; null for a token that is not to be trusted, whatever the reason.</summary>
    public MemberToken? Validate(string token)
    {
        var parts = token.Split('.');
        if (parts is not ["lw1", var keyId, var payload, var signature] || !options.Value.SigningKeys.TryGetValue(keyId, out var key))
        {
            return null;
        }

        var expected = Encoding.ASCII.GetBytes(Sign(keyId, payload, key));
        if (!CryptographicOperations.FixedTimeEquals(expected, Encoding.ASCII.GetBytes(signature)))
        {
            return null;
        }

        var member = JsonSerializer.Deserialize<MemberToken>(Base64Url.DecodeFromChars(payload));
        return member is not null && clock.GetUtcNow() <= member.ExpiresAt + ClockSkew ? member : null;
    }

    /// <summary>Signs a token with the first key in the settings.</summary>
    public string Issue(string cardNumber, string role)
    {
        var (keyId, key) = options.Value.SigningKeys.First();
        var member = new MemberToken(cardNumber, role, clock.GetUtcNow() + options.Value.TokenLifetime);
        var payload = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(member));
        return $"lw1.{keyId}.{payload}.{Sign(keyId, payload, key)}";
    }

    private static string Sign(string keyId, string payload, string key) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Convert.FromBase64String(key), Encoding.ASCII.GetBytes($"{keyId}.{payload}")));
}

/// <summary>What a token says about who sent it.</summary>
public sealed record MemberToken(string CardNumber, string Role, DateTimeOffset ExpiresAt);
