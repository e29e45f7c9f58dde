using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace LocalRag.Web.Tests.Rendering;

/// <summary>Reads HTML as a browser would and says what in it could do harm.</summary>
internal static class Harmless
{
    private static readonly HashSet<string> Elements = new(StringComparer.Ordinal)
    {
        "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "span", "input", "mark",
    };

    public static IReadOnlyList<string> FaultsOf(string html)
    {
        var faults = new List<string>();
        var body = new HtmlParser().ParseDocument($"<body>{html}</body>").Body!;
        foreach (var element in body.QuerySelectorAll("*"))
        {
            if (!Elements.Contains(element.LocalName)) faults.Add($"<{element.LocalName}>");
            foreach (var attribute in element.Attributes)
            {
                var name = attribute.Name;
                if (name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || name is "src" or "srcset" or "style" or "action" or "formaction" or "data" or "background" or "xlink:href" or "ping") faults.Add($"{element.LocalName} {name}");
                if (name == "href" && !(IsOurs(attribute.Value) || (IsForeign(attribute.Value) && element.GetAttribute("rel") == "noopener noreferrer"))) faults.Add($"href {attribute.Value}");
            }

            if (element.LocalName == "input" && element.GetAttribute("type") != "checkbox") faults.Add("input");
        }

        return faults;
    }

    private static bool IsOurs(string href) => !href.Contains(':', StringComparison.Ordinal) && !href.StartsWith("//", StringComparison.Ordinal) && !href.StartsWith('\\');

    private static bool IsForeign(string href) => Uri.TryCreate(href, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto";
}
