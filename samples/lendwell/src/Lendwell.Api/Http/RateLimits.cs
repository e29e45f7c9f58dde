using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Lendwell.Api.Http;

/// <summary>Token buckets: one a member, and a smaller one for each address that sends no token.</summary>
internal static class RateLimits
{
    /// <summary>A member may send this many requests at once; then one a second.</summary>
    public const int MemberBurst = 60;

    public const int AnonymousBurst = 20;

    public static IServiceCollection AddLendwellRateLimits(this IServiceCollection services) =>
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = TellWhenToComeBack;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(PartitionOf);
        });

    private static RateLimitPartition<string> PartitionOf(HttpContext context) =>
        context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } cardNumber
            ? RateLimitPartition.GetTokenBucketLimiter($"member:{cardNumber}", _ => Bucket(MemberBurst))
            : RateLimitPartition.GetTokenBucketLimiter($"address:{context.Connection.RemoteIpAddress}", _ => Bucket(AnonymousBurst));

    private static TokenBucketRateLimiterOptions Bucket(int burst) => new()
    {
        TokenLimit = burst,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    };

    /// <summary>Sets Retry-After, which the web client waits for before it tries again.</summary>
    private static ValueTask TellWhenToComeBack(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
        {
            var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
            rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return ValueTask.CompletedTask;
    }
}
