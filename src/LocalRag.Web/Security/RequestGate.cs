namespace LocalRag.Web.Security;

/// <summary>
/// Turns away what no page of ours sends: a foreign <c>Host</c> (DNS rebinding), a foreign <c>Origin</c>, and another site's
/// background requests. It stands in front of every endpoint: pages, assets, API and the WebSocket of SignalR.
/// </summary>
internal sealed class RequestGate(RequestDelegate next, HostList hosts)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!hosts.Allows(request.Host, context.Connection.LocalPort))
            return Refuse(context, StatusCodes.Status421MisdirectedRequest, "This server answers to loopback names alone. Set --hosts to add another name.");
        if (request.Headers.Origin is { Count: > 0 } origins && (origins.Count > 1 || !HostList.IsSame(origins[0]!, request)))
            return Refuse(context, StatusCodes.Status403Forbidden, "Requests from other origins are refused.");
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" && !IsNavigation(request))
            return Refuse(context, StatusCodes.Status403Forbidden, "Requests from other sites are refused.");
        return next(context);
    }

    /// <summary>A link on another site may lead to a page here; only the browser's own address bar sees the answer.</summary>
    private static bool IsNavigation(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Headers["Sec-Fetch-Mode"].ToString() == "navigate"
        && request.Headers["Sec-Fetch-Dest"].ToString() == "document"
        && !request.Path.StartsWithSegments("/api");

    private static Task Refuse(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(reason);
    }
}
