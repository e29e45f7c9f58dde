using LocalRag.Conversations;
using LocalRag.Web.Settings;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace LocalRag.Web.Components.Pages;

/// <summary>The Settings page.</summary>
public sealed partial class Preferences
{
    private string _editor = "";
    private string _template = "";
    private int _limit;
    private string? _saved;
    private string? _problem;

    [Inject]
    private PageSettingsFile Settings { get; set; } = null!;

    [Inject]
    private KnowledgeBase KnowledgeBase { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    protected override void OnInitialized()
    {
        var current = Settings.Current;
        _limit = current.SearchLimit;
        (_editor, _template) = current.Editor is "none" or "vscode" or "rider" ? (current.Editor, "") : ("custom", current.Editor);
    }

    private async Task SaveAsync()
    {
        var editor = _editor == "custom" ? _template.Trim() : _editor;
        (_saved, _problem) = (null, PageSettings.Check(editor));
        if (_problem is not null) return;
        try
        {
            _limit = Math.Clamp(_limit, 5, 200);
            var settings = new PageSettings { Editor = editor, SearchLimit = _limit };
            await Task.Run(() => Settings.Save(settings));
            _saved = "Saved.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _problem = "The settings could not be written: the folder of indexes is not writable.";
        }
    }

    private async Task ExportAsync() =>
        await Js.InvokeVoidAsync("localrag.download", "judged.jsonl", "application/jsonl", await Task.Run(() => ConversationExport.RatingsToJsonLines(KnowledgeBase.Conversations)));
}
