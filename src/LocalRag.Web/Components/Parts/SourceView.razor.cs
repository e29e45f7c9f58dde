using LocalRag.Documents;
using LocalRag.Web.Highlighting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace LocalRag.Web.Components.Parts;

/// <summary>Source text with line numbers and colours, scrolled to the lines that are shown.</summary>
public sealed partial class SourceView
{
    /// <summary>Fewer lines are all there at once, so that the browser's own search finds them.</summary>
    private const int VirtualizeAbove = 3_000;

    private ElementReference _container;
    private List<SourceRow> _rows = [];
    private (string Text, string Language, int First, string? Words) _shown = ("", "", -1, null);
    private SourceSpan? _revealed;

    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    [Parameter, EditorRequired]
    public string Language { get; set; } = "";

    /// <summary>The number of the first line.</summary>
    [Parameter]
    public int FirstLine { get; set; } = 1;

    /// <summary>The lines to point out and to scroll to.</summary>
    [Parameter]
    public SourceSpan? Highlight { get; set; }

    /// <summary>A query whose words are marked.</summary>
    [Parameter]
    public string? Words { get; set; }

    /// <summary>The address that a line's anchor belongs to.</summary>
    [Parameter]
    public string Address { get; set; } = "";

    [Parameter]
    public string Label { get; set; } = "Source";

    /// <summary>Called with the lines that a reader picked by their numbers.</summary>
    [Parameter]
    public EventCallback<SourceSpan> OnSelect { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    protected override void OnParametersSet()
    {
        var wanted = (Text, Language, FirstLine, Words);
        if (wanted == _shown) return;
        _shown = wanted;
        _revealed = null;
        var marks = Words is { Length: > 0 } words ? WordMarks.Find(Text, words) : null;
        _rows = [.. SyntaxHighlighter.Highlight(Text, Language, marks).Select((html, i) => new SourceRow(FirstLine + i, html))];
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Highlight is not { } span || span == _revealed) return;
        _revealed = span;
        await Js.InvokeVoidAsync("localrag.reveal", _container, span.StartLine, FirstLine);
    }

    private async Task SelectAsync(int line, MouseEventArgs args)
    {
        var span = args.ShiftKey && Highlight is { } old ? new SourceSpan(Math.Min(old.StartLine, line), Math.Max(old.EndLine, line)) : new SourceSpan(line, line);
        // Picked by hand, the lines are on the screen already.
        _revealed = span;
        await OnSelect.InvokeAsync(span);
    }
}
