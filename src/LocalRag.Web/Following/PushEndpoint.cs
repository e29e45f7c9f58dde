using LocalRag.Hooks;

namespace LocalRag.Web.Following;

/// <summary>Where git servers tell of pushes: <c>POST /hooks/push</c>. It is there only where <c>Push:Secret</c> is set.</summary>
internal static class PushEndpoint
{
    public static void MapPushes(this IEndpointRouteBuilder routes, PushOptions options)
    {
        if (options.Secret.Length == 0) return;
        var webhook = new PushWebhook(options);
        routes.MapPost("/hooks/push", (HttpRequest request, PushQueue queue, ILogger<PushQueue> logger, CancellationToken cancellationToken) => TakeAsync(request, webhook, options, queue, logger, cancellationToken))
            .DisableAntiforgery().WithTags("Pushes").WithSummary("Takes the webhooks of GitHub, GitLab, Gitea and Azure DevOps; the signature, token or password must be made with Push:Secret.");
    }

    private static async Task<IResult> TakeAsync(HttpRequest request, PushWebhook webhook, PushOptions options, PushQueue queue, ILogger logger, CancellationToken cancellationToken)
    {
        if (request.ContentLength > options.MaxBodyBytes) return Results.Problem("The message is larger than Push:MaxBodyBytes.", statusCode: StatusCodes.Status413PayloadTooLarge);
        // One byte more than is taken tells that there is too much, and no more of it is read.
        var body = new byte[Math.Min(request.ContentLength ?? options.MaxBodyBytes, options.MaxBodyBytes) + 1];
        var length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        var reading = webhook.Read(name => request.Headers[name] is { Count: 1 } values ? values[0] : null, body.AsSpan(0, length));
        foreach (var push in reading.Pushes) queue.Add(push);
        if (reading.Verdict is not (PushVerdict.Push or PushVerdict.Ignored)) Log.PushRefused(logger, reading.Reason);
        var code = reading.Verdict switch
        {
            PushVerdict.Push => StatusCodes.Status202Accepted,
            PushVerdict.Ignored => StatusCodes.Status200OK,
            PushVerdict.Unauthorized => StatusCodes.Status401Unauthorized,
            PushVerdict.TooLarge => StatusCodes.Status413PayloadTooLarge,
            _ => StatusCodes.Status400BadRequest,
        };
        return code < 400 ? Results.Text(reading.Reason, statusCode: code) : Results.Problem(reading.Reason, statusCode: code);
    }
}
