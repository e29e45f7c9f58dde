namespace LocalRag.Web.Components.Parts;

/// <summary>A line of a source view.</summary>
/// <param name="Html">Encoded, with spans for colours and marks.</param>
internal sealed record SourceRow(int Number, string Html);
