using System.Text.Json.Serialization;
using LocalRag.Answering;

namespace LocalRag.Cli.Json;

/// <summary>An answer as <c>ask --json</c> writes it.</summary>
internal sealed record AnswerJson
{
    /// <summary>The id of the line of <c>--questions</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    public required string Query { get; init; }

    /// <summary>Markdown with <c>[n]</c> citations.</summary>
    public required string Answer { get; init; }

    public required bool Refused { get; init; }

    public required IReadOnlyList<CitationJson> Citations { get; init; }

    public required string Model { get; init; }

    public required double Seconds { get; init; }

    public required FreshnessJson Freshness { get; init; }

    public static AnswerJson Of(string question, Answer answer, string? id = null) => new()
    {
        Id = id,
        Query = question,
        Answer = answer.Text,
        Refused = answer.Refused,
        Citations = [.. answer.Citations.Select(CitationJson.Of)],
        Model = answer.Model,
        Seconds = answer.Seconds,
        Freshness = FreshnessJson.Of(answer.Freshness),
    };
}
