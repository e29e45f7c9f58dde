using Microsoft.AspNetCore.Http;

namespace LocalRag.ModelHost.Http;

/// <summary>Refuses requests to a loopback port that a web page sent, or that came by another name: a page of any origin can reach loopback.</summary>
internal static class LoopbackGuard
{
    public static Task Check(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Host.Host is not ("localhost" or "127.0.0.1" or "[::1]"))
            throw new HostException(HostError.InvalidRequest, "The Host header names no loopback address.");
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IsLoopback))
            throw new HostException(HostError.InvalidRequest, "Requests of web pages are not answered.");
        return next(context);
    }
}
