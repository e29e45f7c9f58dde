using LocalRag.Conversations;
using LocalRag.Web.Asking;
using Microsoft.AspNetCore.Components;

namespace LocalRag.Web.Components.Layout;

/// <summary>The conversations of the knowledge base, the newest first, with a search over all that was said in them.</summary>
public sealed partial class ConversationList : IDisposable
{
    private IReadOnlyList<ConversationSummary> _conversations = [];
    private string _text = "";
    private Throttle? _refresh;

    [Inject]
    private KnowledgeBase KnowledgeBase { get; set; } = null!;

    [Inject]
    private AnswerRuns Runs { get; set; } = null!;

    public void Dispose()
    {
        Runs.ConversationsChanged -= OnChanged;
        _refresh?.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _refresh = new Throttle(TimeSpan.FromMilliseconds(200), () => InvokeAsync(LoadAndRenderAsync));
        Runs.ConversationsChanged += OnChanged;
        await LoadAsync();
    }

    private async Task SearchAsync(string? text)
    {
        _text = text ?? "";
        await LoadAsync();
    }

    private void OnChanged() => _refresh?.Notify();

    private async Task LoadAndRenderAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        var text = _text;
        var found = await Task.Run(() => KnowledgeBase.Conversations.List(text, 100));
        if (text == _text) _conversations = found;
    }
}
