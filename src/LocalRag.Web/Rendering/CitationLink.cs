namespace LocalRag.Web.Rendering;

/// <summary>Where a citation leads.</summary>
/// <param name="Href">An address of ours, relative to the base.</param>
/// <param name="Title">The place, for people.</param>
/// <param name="Supported">False where the lines do not carry the sentence.</param>
/// <param name="Changed">True where the lines are no longer what they were.</param>
internal sealed record CitationLink(string Href, string Title, bool? Supported, bool Changed);
