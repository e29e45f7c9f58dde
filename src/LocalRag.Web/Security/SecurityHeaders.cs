namespace LocalRag.Web.Security;

/// <summary>Sets the headers that keep a page of ours to itself.</summary>
/// <remarks>
/// Style <em>attributes</em> are allowed, style elements are not: Blazor's virtualised lists set the heights of their spacers that way.
/// An attribute cannot load anything under <c>default-src 'self'</c>, and the Markdown allowlist drops those of indexed texts.
/// </remarks>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        // Some browsers do not count a WebSocket as 'self'; the host has been checked before this.
        headers.ContentSecurityPolicy =
            "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
            + $"connect-src 'self' ws://{context.Request.Host} wss://{context.Request.Host}; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        return next(context);
    }
}
