using Microsoft.AspNetCore.Components.Routing;

namespace LocalRag.Web.Components.Layout;

/// <summary>The pages, the conversations and the state of the index.</summary>
public sealed partial class Rail
{
    private static readonly (string Href, string Icon, string Label, NavLinkMatch Match)[] Links =
    [
        ("", "chat-square-text", "Ask", NavLinkMatch.All),
        ("search", "search", "Search", NavLinkMatch.Prefix),
        ("browse", "folder2-open", "Browse", NavLinkMatch.Prefix),
        ("sources", "database", "Index", NavLinkMatch.Prefix),
        ("models", "cpu", "Models", NavLinkMatch.Prefix),
        ("settings", "sliders", "Settings", NavLinkMatch.Prefix),
        ("health-check", "heart-pulse", "Health", NavLinkMatch.Prefix),
    ];
}
