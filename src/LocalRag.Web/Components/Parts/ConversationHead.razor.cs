using Microsoft.AspNetCore.Components;

namespace LocalRag.Web.Components.Parts;

/// <summary>A conversation's title with what can be done to the whole of it.</summary>
public sealed partial class ConversationHead
{
    private bool _editing;
    private bool _asking;
    private string _title = "";

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    [Parameter]
    public EventCallback<string> OnRename { get; set; }

    [Parameter]
    public EventCallback OnDelete { get; set; }

    [Parameter]
    public EventCallback OnExport { get; set; }

    private void Edit() => (_editing, _title) = (true, Title);

    private async Task SaveAsync()
    {
        _editing = false;
        await OnRename.InvokeAsync(_title);
    }
}
