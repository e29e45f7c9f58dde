using LocalRag.ModelHost.Inference;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalRag.ModelHost.Http;

/// <summary><c>/v1/rerank</c>, in the form that Jina's and Cohere's servers gave it.</summary>
internal static class RerankEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost("/v1/rerank", Rerank);

    private static async Task Rerank(HttpContext context, ResidentModels models)
    {
        var body = await Json.ReadAsync<RerankRequest>(context);
        if (body.Query is null || body.Documents is null || body.Documents.Any(document => document is null))
            throw new HostException(HostError.InvalidRequest, "\"query\" and \"documents\", a list of texts, are needed.");

        using var use = await models.UseAsync(body.Model, body.Force, context.RequestAborted);
        var scores = body.Documents.Count == 0 ? [] : await Reranker.ScoreAsync(use.Resident, body.Query, body.Documents, body.Instruction, context.RequestAborted);
        var results = scores.Select((score, index) => new Result(index, score)).OrderByDescending(result => result.RelevanceScore).ThenBy(result => result.Index);
        await Json.WriteAsync(context, new RerankResponse(use.Model.Name, [.. results.Take(body.TopN ?? int.MaxValue)]));
    }

    private sealed record RerankRequest(string? Model, string? Query, IReadOnlyList<string>? Documents, int? TopN, string? Instruction, bool Force = false);

    private sealed record RerankResponse(string Model, IReadOnlyList<Result> Results);

    private sealed record Result(int Index, double RelevanceScore);
}
