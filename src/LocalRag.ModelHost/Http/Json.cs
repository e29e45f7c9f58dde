using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace LocalRag.ModelHost.Http;

/// <summary>How requests and responses are written: OpenAI's snake case, nulls left out.</summary>
internal static class Json
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Nothing here is ever part of a page, and models' text is to be read in logs.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 64,
    };

    /// <summary>Reads a request's body.</summary>
    /// <exception cref="HostException">It is no JSON, or not of the form that is expected.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Options, context.RequestAborted)
                ?? throw new HostException(HostError.InvalidRequest, "The request's body is null.");
        }
        catch (JsonException e)
        {
            throw new HostException(HostError.InvalidRequest, $"The request's body is not the JSON that is expected: {e.Message}", e);
        }
    }

    /// <summary>Writes a response's body.</summary>
    public static async Task WriteAsync<T>(HttpContext context, T body)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await JsonSerializer.SerializeAsync(context.Response.Body, body, Options, context.RequestAborted);
    }
}
