using System.Text.Json.Serialization;
using LocalRag.Retrieval;

namespace LocalRag.Cli.Json;

/// <summary>A search as <c>search --json</c> writes it.</summary>
internal sealed record SearchJson
{
    /// <summary>The id of the line of <c>--queries</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    public required string Query { get; init; }

    public required IReadOnlyList<HitJson> Hits { get; init; }

    public required FreshnessJson Freshness { get; init; }

    public required SearchStats Stats { get; init; }

    /// <summary>What the search had to do without; absent where nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Notes { get; init; }

    public static SearchJson Of(SearchResult result, string? id = null) => new()
    {
        Id = id,
        Query = result.Query,
        Hits = [.. result.Hits.Select(HitJson.Of)],
        Freshness = FreshnessJson.Of(result.Freshness),
        Stats = result.Stats,
        Notes = result.Notes is { Count: > 0 } notes ? notes : null,
    };
}
