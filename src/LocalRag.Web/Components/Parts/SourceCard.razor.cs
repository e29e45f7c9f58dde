using Microsoft.AspNetCore.Components;

namespace LocalRag.Web.Components.Parts;

/// <summary>One source: how it stands, what it is made of, what was left out and why.</summary>
public sealed partial class SourceCard
{
    /// <summary>The languages that have a colour of their own; the rest share the last.</summary>
    private const int Colours = 7;

    private IReadOnlyList<(string Name, int Files, double Share)> _languages = [];
    private bool _asking;

    [Parameter, EditorRequired]
    public SourceStatus Source { get; set; } = null!;

    /// <summary>True while a run goes on.</summary>
    [Parameter]
    public bool Busy { get; set; }

    [Parameter]
    public EventCallback OnRefresh { get; set; }

    [Parameter]
    public EventCallback OnRebuild { get; set; }

    [Parameter]
    public EventCallback OnRemove { get; set; }

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    protected override void OnParametersSet()
    {
        var total = Math.Max(1, Source.Languages.Sum(language => language.Files));
        var sorted = Source.Languages.OrderByDescending(language => language.Files).ThenBy(language => language.Language, StringComparer.Ordinal).ToList();
        var shown = sorted.Take(Colours).Select(language => (language.Language, language.Files, (double)language.Files / total)).ToList();
        if (sorted.Skip(Colours).Sum(language => language.Files) is > 0 and var rest) shown.Add(("others", rest, (double)rest / total));
        _languages = shown;
    }
}
