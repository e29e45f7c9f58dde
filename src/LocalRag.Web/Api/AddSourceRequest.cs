namespace LocalRag.Web.Api;

/// <summary>Asks <c>/api/sources</c> to add a folder or repository, or to bring it up to date.</summary>
/// <param name="Path">Absolute, on the server.</param>
/// <param name="Full">Chunks every file again.</param>
public sealed record AddSourceRequest(string Path, string? Name = null, bool Full = false);
