using System.ClientModel;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace LocalRag.Models.Serving;

/// <summary>Turns what goes wrong between us and a server into an error that names the server and the model.</summary>
internal static class ServerFailure
{
    private const int LongestMessage = 600;

    /// <summary>True for what a server or the line to it can do to a request.</summary>
    public static bool IsKnown(Exception error) => error is HttpRequestException or IOException or SocketException or ClientResultException or JsonException;

    /// <summary>An error for a request that broke off or was refused by the SDK.</summary>
    public static ModelException Of(Exception error, string server, string model)
    {
        // What could not be connected to knows best why.
        for (var inner = error.InnerException; inner is not null; inner = inner.InnerException)
            if (inner is ModelException known) return known;
        if (error is ClientResultException { Status: > 0 } refused && refused.GetRawResponse() is { } raw)
        {
            raw.Headers.TryGetValue("Retry-After", out var wait);
            return Of((HttpStatusCode)raw.Status, raw.Content.ToString(), wait, server, model, error);
        }

        // OpenAI's client wraps what its transport threw.
        var cause = error is ClientResultException { InnerException: HttpRequestException transport } ? transport : error;
        return cause switch
        {
            JsonException => new ModelException(ModelError.Failed, $"{server} answered something for {model} that is not OpenAI's form: {cause.Message}", error),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } =>
                new ModelException(ModelError.Unreachable, $"{server} cannot be reached for {model}: {cause.Message}", error),
            _ => new ModelException(ModelError.Crashed, $"{server} ended while it worked with {model}. Ask again; if it happens twice with this model, its file is damaged or too large for this machine.", error),
        };
    }

    /// <summary>Throws where a response says that the request failed.</summary>
    public static async Task RequireSuccessAsync(HttpResponseMessage response, string server, string model, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode) return;
        var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        throw Of(response.StatusCode, body, Wait(response.Headers.RetryAfter), server, model, null);
    }

    private static string? Wait(RetryConditionHeaderValue? header) => header?.Delta?.TotalSeconds.ToString("0", System.Globalization.CultureInfo.InvariantCulture);

    private static ModelException Of(HttpStatusCode status, string body, string? wait, string server, string model, Exception? inner)
    {
        var (code, said) = Read(body);
        return (status, code) switch
        {
            (_, "context_length_exceeded") => new(ModelError.TooLong, $"The prompt does not fit {model}: {said}", inner),
            (_, "model_crashed_before") => new(ModelError.Crashed, said, inner),
            (HttpStatusCode.TooManyRequests, _) => new(ModelError.Busy, $"{server} has no place free for {model}{(wait is null ? "" : $"; try again in {wait} seconds")}.", inner),
            (HttpStatusCode.InsufficientStorage, _) => new(ModelError.NoRoom, said, inner),
            (HttpStatusCode.UnprocessableEntity, "model_refused") => new(ModelError.Damaged, said, inner),
            (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, _) => new(ModelError.InvalidRequest, $"{server} wants a key for {model}: put it into an environment variable, and name that with 'localrag models use … --key-variable NAME'.", inner),
            (HttpStatusCode.NotFound, _) => new(ModelError.NotFound, $"{server} does not have {model}: {said}", inner),
            _ => new(ModelError.Failed, $"{server} answered {(int)status} for {model}: {said}", inner),
        };
    }

    /// <summary>Reads OpenAI's form of an error, or takes the text as it is.</summary>
    private static (string? Code, string Message) Read(string body)
    {
        var message = body.Trim();
        string? code = null;
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error))
            {
                if (error.ValueKind == JsonValueKind.String) message = error.GetString()!;
                if (error.ValueKind == JsonValueKind.Object)
                {
                    if (error.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String) message = text.GetString()!;
                    if (error.TryGetProperty("code", out var kind) && kind.ValueKind == JsonValueKind.String) code = kind.GetString();
                }
            }
        }
        catch (JsonException)
        {
            // A proxy's page or a plain line: shown as it came, shortened.
        }

        return (code, message.Length == 0 ? "it gave no reason." : message.Length > LongestMessage ? message[..LongestMessage] + "…" : message);
    }
}
