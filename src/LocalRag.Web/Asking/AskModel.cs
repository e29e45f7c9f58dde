using LocalRag.Answering;
using LocalRag.Conversations;
using LocalRag.Retrieval;

namespace LocalRag.Web.Asking;

/// <summary>What the Ask page shows and does, without its markup.</summary>
internal sealed class AskModel(KnowledgeBase knowledgeBase, AnswerRuns runs) : IDisposable
{
    private AnswerRun? _marks;

    /// <summary>Raised when there is something new to show, from any thread.</summary>
    public event Action? Changed;

    public Conversation? Conversation { get; private set; }

    /// <summary>The answer that is being made here, or null.</summary>
    public AnswerRun? Run { get; private set; }

    /// <summary>Why the last request was not met, in words; null where it was.</summary>
    public string? Problem { get; private set; }

    /// <summary>The stored entries and the one that is being made.</summary>
    public IReadOnlyList<ConversationEntry> Entries =>
        Run is { } run ? [.. Conversation?.Entries ?? [], run.Entry] : Conversation?.Entries ?? [];

    public bool IsRunning => Run is { IsRunning: true };

    /// <summary>Shows a conversation, and follows the answer that is being made in it; null shows an empty page.</summary>
    public async Task OpenAsync(string? id)
    {
        if (id == Conversation?.Id && (id is not null || Run is null)) return;
        Follow(null);
        FollowMarks(null);
        Problem = null;
        Conversation = null;
        if (id is null) return;
        Conversation = await Task.Run(() => knowledgeBase.Conversations.Find(id));
        if (Conversation is null) Problem = "There is no such conversation in this knowledge base. It may have been deleted.";
        else
        {
            FollowMarks(runs.FindLooking(id));
            Follow(runs.Find(id));
        }
    }

    /// <summary>Asks, in a new conversation where none is open; gives the conversation's id, or null where nothing could be asked.</summary>
    public async Task<string?> AskAsync(string text, SearchFilters filters, string? model = null)
    {
        if (string.IsNullOrWhiteSpace(text) || IsRunning) return null;
        Problem = null;
        try
        {
            Conversation ??= await Task.Run(() => knowledgeBase.Conversations.Create(text));
        }
        catch (Exception exception) when (exception is Microsoft.Data.Sqlite.SqliteException or IOException or UnauthorizedAccessException)
        {
            Problem = "The conversation could not be saved: the folder of indexes is not writable. Set LOCALRAG_HOME to another one.";
            return null;
        }

        var history = Conversation.Entries.Where(entry => entry.State == EntryState.Complete && !entry.Refused).Select(entry => new ConversationTurn(entry.Question, entry.Text));
        if (runs.Start(Conversation.Id, new Question(text.Trim()) { Filters = filters, Model = model, History = [.. history] }) is not { } run)
        {
            Problem = "This conversation is being answered on another page.";
            Follow(runs.Find(Conversation.Id));
            return Conversation.Id;
        }

        Follow(run);
        return Conversation.Id;
    }

    /// <summary>Asks an entry's question again, or in other words; the entry and what followed it make room.</summary>
    public async Task<string?> AskAgainAsync(ConversationEntry entry, string? text = null, string? model = null)
    {
        if (Conversation is not { } conversation || IsRunning) return null;
        await Task.Run(() => knowledgeBase.Conversations.DeleteFrom(conversation.Id, entry.Id));
        Conversation = conversation with { Entries = [.. conversation.Entries.TakeWhile(other => other.Id != entry.Id)] };
        return await AskAsync(text ?? entry.Question, entry.Filters, model);
    }

    public void Stop() => Run?.Stop();

    public async Task RateAsync(ConversationEntry entry, int? rating, string? reason)
    {
        await Task.Run(() => knowledgeBase.Conversations.Rate(entry.Id, rating, reason));
        if (Conversation is { } conversation)
            Conversation = conversation with { Entries = [.. conversation.Entries.Select(other => other.Id == entry.Id ? other with { Rating = rating, RatingReason = reason } : other)] };
    }

    public async Task RenameAsync(string title)
    {
        if (Conversation is not { } conversation || !await Task.Run(() => knowledgeBase.Conversations.Rename(conversation.Id, title))) return;
        Conversation = conversation with { Title = title.Trim() };
        runs.NotifyConversationsChanged();
    }

    public async Task DeleteAsync()
    {
        if (Conversation is not { } conversation) return;
        Run?.Stop();
        await Task.Run(() => knowledgeBase.Conversations.Delete(conversation.Id));
        Follow(null);
        Conversation = null;
        runs.NotifyConversationsChanged();
    }

    public void Dispose()
    {
        Follow(null);
        FollowMarks(null);
    }

    private void Follow(AnswerRun? run)
    {
        if (Run is { } old) old.Changed -= OnRunChanged;
        Run = run;
        if (run is null) return;
        run.Changed += OnRunChanged;
        // It may have ended before we listened.
        if (!run.IsRunning) OnRunChanged();
    }

    private void OnRunChanged()
    {
        if (Run is { IsRunning: false } ended && Conversation is { } conversation)
        {
            Run = null;
            ended.Changed -= OnRunChanged;
            Conversation = conversation with { Entries = [.. conversation.Entries, ended.Entry] };
            FollowMarks(ended);
        }

        Changed?.Invoke();
    }

    /// <summary>Follows the marks that a second look makes behind the whole answer.</summary>
    private void FollowMarks(AnswerRun? run)
    {
        if (_marks is { } old) old.Changed -= OnMarksChanged;
        _marks = run;
        if (run is null) return;
        run.Changed += OnMarksChanged;
        OnMarksChanged();
    }

    private void OnMarksChanged()
    {
        if (_marks?.Entry is not { } marked || Conversation is not { } conversation) return;
        Conversation = conversation with { Entries = [.. conversation.Entries.Select(entry => entry.Id == marked.Id ? entry with { Places = marked.Places, Unsupported = marked.Unsupported } : entry)] };
        Changed?.Invoke();
    }
}
