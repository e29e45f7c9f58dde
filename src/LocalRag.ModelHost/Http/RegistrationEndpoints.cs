using LocalRag.ModelHost.Inference;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalRag.ModelHost.Http;

/// <summary><c>/models/register</c> and <c>/models/unload</c>: only where nobody but this user can reach the host.</summary>
internal static class RegistrationEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/models/register", Register);
        endpoints.MapPost("/models/unload", Unload);
    }

    private static async Task Register(HttpContext context, ResidentModels models)
    {
        var body = await Json.ReadAsync<RegisterRequest>(context);
        if (string.IsNullOrEmpty(body.Name) || string.IsNullOrEmpty(body.Path) || !Path.IsPathFullyQualified(body.Path))
            throw new HostException(HostError.InvalidRequest, "\"name\" and a whole \"path\" are needed.");
        var file = new ModelFile(body.Name, body.Path) { Pooling = PoolingReading.Of(body.Pooling) };
        file.Check();
        models.Register(file);
        await Json.WriteAsync(context, new DoneResponse(true));
    }

    private static async Task Unload(HttpContext context, ResidentModels models)
    {
        var body = await Json.ReadAsync<UnloadRequest>(context);
        await Json.WriteAsync(context, new DoneResponse(models.Unload(body.Name ?? "")));
    }

    private sealed record RegisterRequest(string? Name, string? Path, string? Pooling);

    private sealed record UnloadRequest(string? Name);

    private sealed record DoneResponse(bool Done);
}
