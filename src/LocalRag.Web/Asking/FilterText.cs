using LocalRag.Retrieval;

namespace LocalRag.Web.Asking;

/// <summary>Reads filters from an address and says them in words.</summary>
internal static class FilterText
{
    public static SearchFilters Read(string? source, string? path, string? language) => new()
    {
        Source = Blank(source),
        PathGlob = Blank(path),
        Language = Blank(language),
    };

    public static string Say(SearchFilters filters) =>
        string.Join(" · ", new[] { filters.Source, filters.PathGlob, filters.Language }.OfType<string>());

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
