namespace Lendwell.Api.Notifications;

/// <summary>Sends a request again as <see cref="RetryPolicy"/> says.</summary>
internal sealed class RetryHandler(RetryPolicy policy, TimeProvider clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (attempt == policy.MaxAttempts || !RetryPolicy.IsTransient(response.StatusCode))
            {
                return response;
            }

            var delay = response.Headers.RetryAfter?.Delta ?? policy.DelayBefore(attempt);
            response.Dispose();
            await Task.Delay(delay, clock, cancellationToken);
        }
    }
}
