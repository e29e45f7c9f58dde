using System.Text;
using System.Threading.Channels;
using LocalRag.ModelHost.Inference;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalRag.ModelHost.Http;

/// <summary><c>/v1/chat/completions</c> and <c>/v1/completions</c>, whole and streamed.</summary>
internal static class CompletionEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/v1/chat/completions", (HttpContext context, ResidentModels models) => Answer(context, models, chat: true));
        endpoints.MapPost("/v1/completions", (HttpContext context, ResidentModels models) => Answer(context, models, chat: false));
    }

    private static async Task Answer(HttpContext context, ResidentModels models, bool chat)
    {
        var body = await Json.ReadAsync<CompletionRequest>(context);
        var reading = new CompletionReading(body, chat);
        using var use = await models.UseAsync(body.Model, body.Force, context.RequestAborted);
        var generator = use.Resident.Generator;
        var request = reading.Request(use.Model, generator.ContextLength);
        var updates = generator.Submit(request, context.RequestAborted);
        var form = new CompletionForm(use.Model.Name, chat);
        if (body.Stream)
            await Stream(context, updates, form, body.StreamOptions?.IncludeUsage ?? false);
        else
            await Whole(context, updates, form);
    }

    private static async Task Whole(HttpContext context, ChannelReader<GenerationUpdate> updates, CompletionForm form)
    {
        var text = new StringBuilder();
        var probabilities = new List<TokenProbability>();
        await foreach (var update in updates.ReadAllAsync(context.RequestAborted))
        {
            text.Append(update.Text);
            probabilities.AddRange(update.Probabilities);
            if (update.Result is { } result)
            {
                await Json.WriteAsync(context, form.Whole(text.ToString(), probabilities, result));
                return;
            }
        }

        context.RequestAborted.ThrowIfCancellationRequested();
        throw new HostException(HostError.ComputeFailed, "The answer ended without a result.");
    }

    private static async Task Stream(HttpContext context, ChannelReader<GenerationUpdate> updates, CompletionForm form, bool usage)
    {
        // Nothing is sent before the first token, so that a failure until then still has a status of its own.
        EventStream? stream = null;
        try
        {
            await foreach (var update in updates.ReadAllAsync(context.RequestAborted))
            {
                if (stream is null)
                {
                    stream = new EventStream(context);
                    if (form.Opening() is { } opening)
                        await stream.SendAsync(opening);
                }

                if (update.Text.Length > 0 || update.Probabilities.Count > 0)
                    await stream.SendAsync(form.Piece(update.Text, update.Probabilities));
                if (update.Result is { } result)
                {
                    await stream.SendAsync(form.Ending(result, usage));
                    if (usage)
                        await stream.SendAsync(form.Usage(result));
                    await stream.EndAsync();
                }
            }
        }
        catch (HostException e) when (stream is not null)
        {
            await stream.SendAsync(ErrorResponse.Of(e));
        }

        context.RequestAborted.ThrowIfCancellationRequested();
    }
}
