using LocalRag.Models.Store;

namespace LocalRag.Cli.Json;

/// <summary>A model on this machine as <c>models list --json</c> writes it.</summary>
internal sealed record ModelJson(
    string Name, string? Role, string Origin, string Path, long Bytes, string? Architecture, int? ContextTokens, string? Repository, string? Licence, string? UsedAs)
{
    /// <param name="description">Null where the file cannot be used.</param>
    public static ModelJson Of(InstalledModel model, ModelDescription? description, string? usedAs) => new(
        model.Name, description?.Role.ToString().ToLowerInvariant(), model.Origin.ToString(), model.Path, model.Bytes,
        description?.Architecture, description?.ContextTokens, model.Repository, model.Licence, usedAs);
}

internal sealed record ServerJson(string Kind, string Url, IReadOnlyList<string> Models);

internal sealed record ModelListJson(IReadOnlyList<ModelJson> Models, IReadOnlyList<ServerJson> Servers);

internal sealed record UseJson(string Role, string? Model, string? Url);
