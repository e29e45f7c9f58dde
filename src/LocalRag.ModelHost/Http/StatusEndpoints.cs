using LocalRag.ModelHost.Hosting;
using LocalRag.ModelHost.Inference;
using LocalRag.ModelHost.Native;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalRag.ModelHost.Http;

/// <summary><c>/health</c> and <c>/v1/models</c>.</summary>
internal static class StatusEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health", Health);
        endpoints.MapGet("/v1/models", Models);
        endpoints.MapGet("/v1/models/{name}", Model);
    }

    private static Task Health(HttpContext context, ResidentModels models, LlamaLibrary library, HostOptions options) => Json.WriteAsync(context, new HealthResponse(
        "ok",
        Environment.ProcessId,
        library.Release,
        [.. library.Devices.Select(device => new DeviceBody(device.Name, device.Description, device.IsGpu, device.TotalBytes))],
        options.Generator.Threads,
        new MemoryBody(models.Budget.Used, models.Budget.Ceiling),
        [.. models.Loaded.Select(resident => new ResidentBody(
            resident.Model.Name,
            resident.Bytes,
            resident.StartedGenerator?.Working ?? 0,
            resident.StartedGenerator?.Waiting ?? 0))]));

    private static Task Models(HttpContext context, ResidentModels models)
    {
        var loaded = models.Loaded.ToDictionary(resident => resident.Model.Name);
        return Json.WriteAsync(context, new ModelList("list", [.. models.Shelf.All.Select(file => ModelBody.Of(file, loaded.GetValueOrDefault(file.Name)))]));
    }

    private static Task Model(HttpContext context, ResidentModels models, string name)
    {
        var file = models.Shelf.Find(name);
        return Json.WriteAsync(context, ModelBody.Of(file, models.Loaded.FirstOrDefault(resident => resident.Model.Name == name)));
    }

    private sealed record HealthResponse(string Status, int ProcessId, string Llama, IReadOnlyList<DeviceBody> Devices, int Threads, MemoryBody Memory, IReadOnlyList<ResidentBody> Models);

    private sealed record DeviceBody(string Name, string Description, bool Gpu, long MemoryBytes);

    private sealed record MemoryBody(long UsedBytes, long CeilingBytes);

    private sealed record ResidentBody(string Name, long Bytes, int Working, int Waiting);

    private sealed record ModelList(string Object, IReadOnlyList<ModelBody> Data);

    /// <summary>A model in OpenAI's form, with what is known of it once it is loaded.</summary>
    private sealed record ModelBody(string Id, string Object, long Created, string OwnedBy, bool Loaded, string? Architecture, int? ContextLength, int? EmbeddingLength, bool? Generates)
    {
        public static ModelBody Of(ModelFile file, ResidentModel? resident)
        {
            var shape = resident?.Model.Header.Shape;
            var created = File.Exists(file.Path) ? new DateTimeOffset(File.GetLastWriteTimeUtc(file.Path)).ToUnixTimeSeconds() : 0;
            return new ModelBody(file.Name, "model", created, "local", resident is not null, shape?.Architecture, shape?.ContextLength, shape?.EmbeddingLength, resident?.Model.CanGenerate);
        }
    }
}
