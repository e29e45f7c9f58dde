namespace LocalRag.Web.Browsing;

/// <summary>A line of the tree as it is shown.</summary>
/// <param name="Path">Relative to the source's root; a folder's ends in <c>/</c>.</param>
/// <param name="LeftOut">Why a file is not indexed; null where it is.</param>
/// <param name="Files">The files below a folder.</param>
internal sealed record TreeRow(string Path, string Name, int Depth, bool IsFolder, bool IsOpen, string? LeftOut, int Files);
