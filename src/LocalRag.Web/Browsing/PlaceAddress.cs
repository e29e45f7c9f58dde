using LocalRag.Documents;

namespace LocalRag.Web.Browsing;

/// <summary>The addresses of files and lines on the Browse page.</summary>
internal static class PlaceAddress
{
    public static string Of(string source, string? path = null, SourceSpan? span = null)
    {
        var address = $"browse/{Uri.EscapeDataString(source)}";
        if (path is not null) address += "/" + string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        if (span is { } lines) address += $"?lines={lines}";
        return address;
    }

    /// <summary>Reads <c>10-20</c>, <c>10</c> or <c>L10-L20</c>; null where it is neither.</summary>
    public static SourceSpan? ParseLines(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var parts = text.Replace("L", "", StringComparison.OrdinalIgnoreCase).TrimStart('#').Split('-');
        if (parts.Length > 2 || !int.TryParse(parts[0], out var start) || start < 1) return null;
        var end = start;
        if (parts.Length == 2 && !int.TryParse(parts[1], out end)) return null;
        return new SourceSpan(Math.Min(start, end), Math.Max(start, end));
    }

    /// <summary>Where a relative link in a document of a source leads; null where it leads out of the source.</summary>
    public static string? Resolve(string source, string documentPath, string link)
    {
        var cut = link.IndexOfAny(['#', '?']);
        var (target, rest) = cut < 0 ? (link, "") : (link[..cut], link[cut] == '#' ? link[cut..] : "");
        var own = Of(source, documentPath);
        if (target.Length == 0) return rest.Length > 1 ? $"{own}#md-{rest[1..]}" : own;
        var parts = target.StartsWith('/') ? [] : documentPath.Split('/').SkipLast(1).ToList();
        foreach (var part in Uri.UnescapeDataString(target).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".") continue;
            if (part != "..") parts.Add(part);
            else if (parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            else return null;
        }

        return parts.Count == 0 ? null : Of(source, string.Join('/', parts)) + (rest.Length > 1 ? $"#md-{rest[1..]}" : "");
    }
}
