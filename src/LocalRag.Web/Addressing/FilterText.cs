using LocalRag.Retrieval;

namespace LocalRag.Web.Addressing;

/// <summary>Reads filters from an address, writes them into one and says them in words.</summary>
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

    /// <summary>An address, relative to the base, with the filters and other parameters that have a value.</summary>
    public static string Address(string path, SearchFilters filters, params ReadOnlySpan<(string Name, string? Value)> others)
    {
        var separator = '?';
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[.. others, ("source", filters.Source), ("path", filters.PathGlob), ("lang", filters.Language)])
        {
            if (string.IsNullOrEmpty(value)) continue;
            path += $"{separator}{name}={Uri.EscapeDataString(value)}";
            separator = '&';
        }

        return path;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
