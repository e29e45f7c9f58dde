using Microsoft.AspNetCore.Antiforgery;

namespace LocalRag.Web.Security;

/// <summary>
/// Asks a browser for an antiforgery token (from <c>/api/antiforgery</c>) before anything is changed.
/// A program that sends no cookies, no Origin and no fetch metadata is not a browser, so nobody can forge its requests; it needs none.
/// </summary>
internal sealed class AntiforgeryFilter(IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (!request.HasJsonContentType() && !HttpMethods.IsDelete(request.Method)) return Results.Problem("Send application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        var isBrowser = request.Headers.Cookie.Count > 0 || request.Headers.Origin.Count > 0 || request.Headers.ContainsKey("Sec-Fetch-Site");
        if (isBrowser && !await antiforgery.IsRequestValidAsync(context.HttpContext))
            return Results.Problem("Get a token from /api/antiforgery and send it as the header RequestVerificationToken.", statusCode: StatusCodes.Status400BadRequest);
        return await next(context);
    }
}
