using System.Text.Json;
using LocalRag.ModelHost.Inference;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalRag.ModelHost.Http;

/// <summary><c>/tokenize</c> and <c>/detokenize</c>.</summary>
internal static class TokenEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/tokenize", Tokenize);
        endpoints.MapPost("/detokenize", Detokenize);
    }

    private static async Task Tokenize(HttpContext context, ResidentModels models)
    {
        var body = await Json.ReadAsync<TokenizeRequest>(context);
        using var use = await models.UseAsync(body.Model, body.Force, context.RequestAborted);
        var vocabulary = use.Model.Vocabulary;
        IReadOnlyList<PromptSegment> segments = body.Segments is not null
            ? PromptReading.Segments(body.Segments, "segments")
            : [new PromptSegment(body.Content ?? throw new HostException(HostError.InvalidRequest, "\"content\" or \"segments\" is needed."), body.ParseSpecial)];
        await Json.WriteAsync(context, new TokenizeResponse(vocabulary.Tokenize(segments, body.AddSpecial)));
    }

    private static async Task Detokenize(HttpContext context, ResidentModels models)
    {
        var body = await Json.ReadAsync<DetokenizeRequest>(context);
        using var use = await models.UseAsync(body.Model, body.Force, context.RequestAborted);
        await Json.WriteAsync(context, new DetokenizeResponse(use.Model.Vocabulary.Detokenize(body.Tokens ?? [])));
    }

    /// <summary>A text to tokenise, which names no control tokens unless it says so, or segments of a prompt.</summary>
    private sealed record TokenizeRequest(string? Model, string? Content, JsonElement? Segments, bool ParseSpecial = false, bool AddSpecial = false, bool Force = false);

    private sealed record TokenizeResponse(int[] Tokens);

    private sealed record DetokenizeRequest(string? Model, int[]? Tokens, bool Force = false);

    private sealed record DetokenizeResponse(string Content);
}
