using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace LocalRag.Web.Components.Parts;

/// <summary>Asks before something is done that cannot be undone. The browser's own dialog keeps the focus inside.</summary>
public sealed partial class Confirm
{
    private ElementReference _dialog;

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>The label of the button that does it.</summary>
    [Parameter, EditorRequired]
    public string Action { get; set; } = "";

    [Parameter]
    public EventCallback OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) await Js.InvokeVoidAsync("localrag.showDialog", _dialog);
    }

    private async Task ConfirmAsync()
    {
        await OnConfirm.InvokeAsync();
        await CloseAsync();
    }

    private Task CloseAsync() => OnClose.InvokeAsync();
}
