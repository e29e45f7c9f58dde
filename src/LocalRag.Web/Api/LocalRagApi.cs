using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using LocalRag.Answering;
using LocalRag.Indexing;
using LocalRag.Retrieval;
using LocalRag.Web.Addressing;
using LocalRag.Web.Indexing;
using LocalRag.Web.Overview;
using LocalRag.Web.Security;
using LocalRag.Web.Settings;
using Microsoft.AspNetCore.Antiforgery;

namespace LocalRag.Web.Api;

/// <summary>The JSON API: what the pages do, for programs.</summary>
internal static class LocalRagApi
{
    public static void MapLocalRagApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("LocalRag");
        api.MapGet("/search", SearchAsync).Produces<SearchResponse>().WithSummary("Finds chunks by words, meaning and names.");
        api.MapPost("/ask", AskAsync).AddEndpointFilter<AntiforgeryFilter>().DisableAntiforgery().WithSummary("Answers a question as server-sent events: sources, thinking, delta, checked, answer, error; where a second look is set up, judged and reviewed behind the answer.").Produces(200, contentType: "text/event-stream");
        api.MapGet("/sources", (KnowledgeBase knowledgeBase, StatusBoard status, IndexRuns runs, CancellationToken cancellationToken) => ApiErrors.CatchAsync(knowledgeBase, async () => Results.Json((await ReadStatusAsync(status, runs, cancellationToken)).Sources))).Produces<IReadOnlyList<StatusResponse.Source>>().WithSummary("Lists the sources.");
        api.MapPost("/sources", AddSource).AddEndpointFilter<AntiforgeryFilter>().DisableAntiforgery().WithSummary("Adds a folder or repository, or brings it up to date; the run goes on in the background.");
        api.MapDelete("/sources/{name}", RemoveSourceAsync).AddEndpointFilter<AntiforgeryFilter>().DisableAntiforgery().WithSummary("Takes a source out of the index.");
        api.MapGet("/status", (KnowledgeBase knowledgeBase, StatusBoard status, IndexRuns runs, CancellationToken cancellationToken) => ApiErrors.CatchAsync(knowledgeBase, async () => Results.Json(await ReadStatusAsync(status, runs, cancellationToken)))).Produces<StatusResponse>().WithSummary("Tells what the knowledge base holds, how it stands to the disk, and which runs go on.");
        api.MapGet("/antiforgery", (IAntiforgery antiforgery, HttpContext context) => new { token = antiforgery.GetAndStoreTokens(context).RequestToken }).WithSummary("Gives a browser the token that requests which change something must send as RequestVerificationToken.");

        routes.MapGet("/open", OpenAsync).ExcludeFromDescription();
        routes.MapGet("/alive", () => Results.Text("alive")).WithTags("Health").WithSummary("Tells that the process answers.");
        routes.MapGet("/health", HealthAsync).WithTags("Health").WithSummary("Tells whether the knowledge base can be read.");
    }

    private static async Task<IResult> SearchAsync(
        KnowledgeBase knowledgeBase, string q, int n = 10, string? source = null, string? path = null, string? lang = null, bool explain = false, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrWhiteSpace(q)) return Results.Problem("q is empty.", statusCode: StatusCodes.Status400BadRequest);
        if (n is < 1 or > 200) return Results.Problem("n must be between 1 and 200.", statusCode: StatusCodes.Status400BadRequest);
        return await ApiErrors.CatchAsync(knowledgeBase, async () => Results.Json(SearchResponse.From(
            await knowledgeBase.SearchAsync(new SearchQuery(q) { Limit = n, Filters = FilterText.Read(source, path, lang), Explain = explain }, cancellationToken))));
    }

    private static IResult AskAsync(AskRequest request, KnowledgeBase knowledgeBase, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Question)) return Results.Problem("question is empty.", statusCode: StatusCodes.Status400BadRequest);
        var question = new Question(request.Question.Trim()) { Filters = FilterText.Read(request.Source, request.Path, request.Language), Model = request.Model };
        return TypedResults.ServerSentEvents(StreamAsync(question, knowledgeBase, cancellationToken));
    }

    private static async IAsyncEnumerable<SseItem<object>> StreamAsync(Question question, KnowledgeBase knowledgeBase, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var updates = knowledgeBase.AskAsync(question, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            string? problem = null;
            try
            {
                if (!await updates.MoveNextAsync()) yield break;
            }
            catch (KnowledgeBaseException exception)
            {
                problem = Wording.Error(exception, knowledgeBase);
            }

            if (problem is not null)
            {
                yield return new SseItem<object>(new { message = problem }, "error");
                yield break;
            }

            yield return ToEvent(updates.Current);
        }
    }

    private static SseItem<object> ToEvent(AnswerUpdate update) => update switch
    {
        AnswerUpdate.Sources sources => new(new { sources = sources.Packed.Select((hit, i) => new { number = i + 1, source = hit.Source, path = hit.Path, startLine = hit.Span.StartLine, endLine = hit.Span.EndLine, symbol = hit.Symbol }) }, "sources"),
        AnswerUpdate.Thinking thinking => new(new { delta = thinking.Delta }, "thinking"),
        AnswerUpdate.TextDelta text => new(new { delta = text.Delta }, "delta"),
        AnswerUpdate.SentenceChecked check => new(new { sentence = check.Sentence, numbers = check.Numbers, supported = check.Supported, score = check.Score }, "checked"),
        AnswerUpdate.Completed(var answer) => new(ToBody(answer), "answer"),
        AnswerUpdate.SentenceJudged judged => new(new { sentence = judged.Sentence, numbers = judged.Numbers, supported = judged.Supported, score = judged.Score }, "judged"),
        AnswerUpdate.Reviewed(var answer, _) => new(ToBody(answer), "reviewed"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static object ToBody(Answer answer) => new
    {
        answer = answer.Text,
        refused = answer.Refused,
        citations = answer.Citations.Select(citation => new { number = citation.Number, source = citation.Source, path = citation.Path, startLine = citation.Span.StartLine, endLine = citation.Span.EndLine, commit = citation.Commit, supported = citation.Supported, changedOnDisk = citation.ChangedOnDisk, uncommitted = citation.Uncommitted, indexedText = citation.IndexedText }),
        model = answer.Model,
        seconds = answer.Seconds,
        freshness = SearchResponse.Fresh.Of(answer.Freshness),
    };

    private static async Task<StatusResponse> ReadStatusAsync(StatusBoard status, IndexRuns runs, CancellationToken cancellationToken) =>
        StatusResponse.From(await status.GetAsync(cancellationToken), [.. runs.All.Select(run => new StatusResponse.Run(
            run.Id, run.Label, run.State.ToString().ToLowerInvariant(), run.Progress?.FilesDone ?? 0, run.Progress?.FilesTotal ?? 0, run.Progress?.Chunks ?? 0, run.Progress?.Remaining?.TotalSeconds, run.Error))]);

    private static IResult AddSource(AddSourceRequest request, IndexRuns runs)
    {
        if (string.IsNullOrWhiteSpace(request.Path) || !Path.IsPathFullyQualified(request.Path)) return Results.Problem("path must be absolute.", statusCode: StatusCodes.Status400BadRequest);
        if (!Directory.Exists(request.Path)) return Results.Problem("There is no such folder.", statusCode: StatusCodes.Status400BadRequest);
        var run = runs.Start(new IndexRequest(request.Path) { Name = request.Name, Full = request.Full });
        return Results.Accepted("/api/status", new { run = run.Id });
    }

    private static Task<IResult> RemoveSourceAsync(string name, KnowledgeBase knowledgeBase, StatusBoard status, CancellationToken cancellationToken) =>
        ApiErrors.CatchAsync(knowledgeBase, async () =>
        {
            if (!await knowledgeBase.RemoveSourceAsync(name, cancellationToken)) return Results.Problem($"There is no source '{name}'.", statusCode: StatusCodes.Status404NotFound);
            status.Invalidate();
            return Results.NoContent();
        });

    /// <summary>Leads to the reader's editor, so that no page has to carry an absolute path.</summary>
    private static async Task<IResult> OpenAsync(string source, string path, KnowledgeBase knowledgeBase, PageSettingsFile settings, int line = 1, CancellationToken cancellationToken = default)
    {
        if (await knowledgeBase.FindPathAsync(source, path, cancellationToken) is not { } file) return Results.NotFound();
        return settings.Current.EditorAddress(file, Math.Max(1, line)) is { } address ? Results.Redirect(address) : Results.NotFound();
    }

    private static async Task<IResult> HealthAsync(StatusBoard status, KnowledgeBase knowledgeBase, CancellationToken cancellationToken) =>
        await ApiErrors.CatchAsync(knowledgeBase, async () =>
        {
            var state = await status.GetAsync(cancellationToken);
            return Results.Json(new { status = "healthy", sources = state.Sources.Count, generation = state.Generation });
        });
}
