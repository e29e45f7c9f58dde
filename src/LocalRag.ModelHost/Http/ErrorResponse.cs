using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalRag.ModelHost.Http;

/// <summary>An error in OpenAI's form.</summary>
/// <param name="Error">What went wrong.</param>
internal sealed record ErrorResponse(ErrorResponse.Body Error)
{
    /// <summary>What went wrong.</summary>
    /// <param name="Message">In words.</param>
    /// <param name="Type">The kind, in OpenAI's coarse terms.</param>
    /// <param name="Code">The kind, in this host's terms.</param>
    public sealed record Body(string Message, string Type, string Code);

    public static ErrorResponse Of(HostException error) => new(new Body(
        error.Message,
        Status(error.Error) < 500 ? "invalid_request_error" : "server_error",
        error.Error switch
        {
            HostError.ContextExceeded => "context_length_exceeded",
            HostError.UnknownModel => "model_not_found",
            HostError.ModelRefused => "model_refused",
            HostError.ModelCrashed => "model_crashed_before",
            HostError.MemoryCeiling => "memory_ceiling",
            HostError.Busy => "queue_full",
            HostError.ComputeFailed => "compute_failed",
            _ => "invalid_request",
        }));

    /// <summary>Turns what a request's work throws into a response.</summary>
    public static async Task Guard(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (HostException e) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = Status(e.Error);
            if (e.RetryAfter is { } wait)
                context.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await Json.WriteAsync(context, Of(e));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there any more to answer.
            var logger = context.RequestServices.GetRequiredService<ILogger<ErrorResponse>>();
            Log.ClientGone(logger, context.Request.Path);
        }
    }

    // OpenAI's clients try again by themselves on 408, 429 and most of 5xx; 507 and the 400s say that another try is of no use.
    private static int Status(HostError error) => error switch
    {
        HostError.UnknownModel => StatusCodes.Status404NotFound,
        HostError.ModelRefused => StatusCodes.Status422UnprocessableEntity,
        HostError.ModelCrashed => StatusCodes.Status409Conflict,
        HostError.MemoryCeiling => StatusCodes.Status507InsufficientStorage,
        HostError.Busy => StatusCodes.Status429TooManyRequests,
        HostError.ComputeFailed => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status400BadRequest,
    };
}
