namespace LocalRag.Web.Api;

/// <summary>A question to <c>/api/ask</c>.</summary>
public sealed record AskRequest(string Question, string? Source = null, string? Path = null, string? Language = null, string? Model = null);
