namespace LocalRag.Cli.Json;

/// <summary>A line of a file of queries or questions.</summary>
internal sealed record QueryLine
{
    public string? Id { get; init; }

    public string? Query { get; init; }

    public string? Kind { get; init; }

    /// <summary>The places that answer it; null in a file that is only searched with.</summary>
    public IReadOnlyList<TargetLine>? Relevant { get; init; }
}

/// <summary>A place that answers a question: a file, or lines of it.</summary>
internal sealed record TargetLine
{
    public string Path { get; init; } = "";

    public int? StartLine { get; init; }

    public int? EndLine { get; init; }
}
