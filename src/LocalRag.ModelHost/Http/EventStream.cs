using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LocalRag.ModelHost.Http;

/// <summary>A response of server-sent events, each sent as soon as it is written.</summary>
internal sealed class EventStream
{
    private readonly HttpContext context;

    public EventStream(HttpContext context)
    {
        this.context = context;
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
    }

    public async Task SendAsync<T>(T data)
    {
        var body = context.Response.BodyWriter;
        body.Write("data: "u8);
        body.Write(JsonSerializer.SerializeToUtf8Bytes(data, Json.Options));
        body.Write("\n\n"u8);
        await body.FlushAsync(context.RequestAborted);
    }

    /// <summary>Sends the mark that OpenAI's streams end with.</summary>
    public async Task EndAsync()
    {
        context.Response.BodyWriter.Write("data: [DONE]\n\n"u8);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
