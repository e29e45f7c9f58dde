using AngleSharp.Dom;
using Ganss.Xss;

namespace LocalRag.Web.Rendering;

/// <summary>Lets through the elements and attributes that our Markdown makes, and nothing else, whatever made them.</summary>
internal sealed class HtmlAllowlist
{
    private static readonly string[] Elements =
    [
        "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li",
        "table", "thead", "tbody", "tr", "th", "td", "a", "span", "input", "mark",
    ];

    /// <summary>The classes that our own renderers write; any other is dropped, so that a text cannot dress up as a part of the page.</summary>
    private static readonly string[] Classes = ["cite", "cite-unsupported", "cite-changed", "code", "plain", "k", "s", "c", "n", "t", "f", "p", "a", "task-list-item", "contains-task-list"];

    private readonly HtmlSanitizer _sanitizer;

    public HtmlAllowlist()
    {
        _sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = Elements.ToHashSet(StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "title", "class", "id", "align", "start", "type", "checked", "disabled" },
            AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto" },
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href" },
            AllowedClasses = Classes.ToHashSet(StringComparer.Ordinal),
        });
        _sanitizer.PostProcessNode += (_, args) => Finish(args.Node);
    }

    public string Clean(string html) => _sanitizer.Sanitize(html);

    private static void Finish(INode node)
    {
        if (node is not IElement element) return;
        switch (element.LocalName)
        {
            case "a" when element.GetAttribute("href") is null or "":
                element.RemoveAttribute("href");
                break;
            case "input" when element.GetAttribute("type") != "checkbox":
                element.Remove();
                break;
            case "input":
                element.SetAttribute("disabled", "disabled");
                element.SetAttribute("aria-label", element.HasAttribute("checked") ? "done" : "to do");
                break;
            case "a" when element.GetAttribute("href") is { } href && href.Contains(':', StringComparison.Ordinal):
                element.SetAttribute("rel", "noopener noreferrer");
                element.SetAttribute("target", "_blank");
                // A reader sees where a foreign link leads before following it.
                element.SetAttribute("title", href);
                element.SetAttribute("class", "external");
                break;
            case "table":
                element.SetAttribute("class", "table table-sm");
                break;
        }

        // An id of a text must not shadow one of the page.
        if (element.Id is { Length: > 0 } id) element.Id = $"md-{id}";
    }
}
