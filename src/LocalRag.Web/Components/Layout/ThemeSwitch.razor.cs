using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace LocalRag.Web.Components.Layout;

/// <summary>Light, dark, or as the system has it; the browser remembers it.</summary>
public sealed partial class ThemeSwitch
{
    private static readonly (string Choice, string Icon, string Label)[] Choices =
        [("light", "sun", "Light"), ("system", "circle-half", "As the system"), ("dark", "moon", "Dark")];

    private string _choice = "system";

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _choice = await Js.InvokeAsync<string>("localragTheme.get");
        StateHasChanged();
    }

    private async Task SetAsync(string choice)
    {
        _choice = choice;
        await Js.InvokeVoidAsync("localragTheme.set", choice);
    }
}
