using System.Collections.Concurrent;
using System.Diagnostics;
using LocalRag.Answering;
using LocalRag.Conversations;

namespace LocalRag.Web.Asking;

/// <summary>Starts answers and keeps those that are being made, one a conversation at a time.</summary>
internal sealed class AnswerRuns(KnowledgeBase knowledgeBase, AnswerSource ask, IHostApplicationLifetime lifetime, ILogger<AnswerRuns> logger)
{
    /// <summary>Earlier turns that are handed on with a question; older ones seldom bear on it and cost context.</summary>
    private const int MaxHistory = 6;

    private readonly ConcurrentDictionary<string, AnswerRun> _running = new(StringComparer.Ordinal);

    /// <summary>Answers that are whole and are looked at once more.</summary>
    private readonly ConcurrentDictionary<string, AnswerRun> _looking = new(StringComparer.Ordinal);

    /// <summary>Raised when a conversation has got an entry, from any page.</summary>
    public event Action? ConversationsChanged;

    /// <summary>The answer that is being made in a conversation, or null.</summary>
    public AnswerRun? Find(string conversationId) => _running.GetValueOrDefault(conversationId);

    /// <summary>The whole answer of a conversation that is being looked at once more, or null.</summary>
    public AnswerRun? FindLooking(string conversationId) => _looking.GetValueOrDefault(conversationId);

    /// <summary>Begins an answer; null where the conversation is being answered already.</summary>
    public AnswerRun? Start(string conversationId, Question question)
    {
        var entry = new ConversationEntry { Question = question.Text, Filters = question.Filters, AskedAt = DateTimeOffset.UtcNow };
        var run = new AnswerRun(conversationId, entry, lifetime.ApplicationStopping);
        if (!_running.TryAdd(conversationId, run))
        {
            run.Dispose();
            return null;
        }

        // The next question wants the generator more than a second look at the last answer does.
        if (_looking.TryRemove(conversationId, out var looking)) looking.Stop();
        var recent = question with { History = [.. question.History.TakeLast(MaxHistory)] };
        _ = Task.Run(() => RunAsync(run, recent), CancellationToken.None);
        return run;
    }

    public void NotifyConversationsChanged() => ConversationsChanged?.Invoke();

    private async Task RunAsync(AnswerRun run, Question question)
    {
        var began = Stopwatch.GetTimestamp();
        var (state, error) = (EntryState.Complete, (string?)null);
        try
        {
            await foreach (var update in ask(question, run.Token).ConfigureAwait(false))
            {
                run.Apply(update);
                // A second look follows; the answer is whole, and the next question may be asked.
                if (update is AnswerUpdate.Completed { ToJudge: > 0 }) Close(run, run.End(EntryState.Complete, null, Stopwatch.GetElapsedTime(began)));
            }
        }
        catch (Exception exception) when (!run.IsRunning)
        {
            // What ends a second look early ends nothing else.
            if (exception is not OperationCanceledException) Log.AnswerFailed(logger, exception);
        }
        catch (OperationCanceledException) when (run.Token.IsCancellationRequested)
        {
            state = EntryState.Stopped;
        }
        catch (KnowledgeBaseException exception)
        {
            (state, error) = (EntryState.Failed, Wording.Error(exception, knowledgeBase));
        }
        catch (Exception exception)
        {
            // The last resort of a background task: whoever asked must see that it ended, and the log must say why.
            Log.AnswerFailed(logger, exception);
            (state, error) = (EntryState.Failed, "The answer could not be made. The server's log says why; ask again to retry.");
        }

        if (run.IsRunning) Close(run, run.End(state, error, Stopwatch.GetElapsedTime(began)));
        else Review(run.Entry);
        _looking.TryRemove(new KeyValuePair<string, AnswerRun>(run.ConversationId, run));
        run.Dispose();
    }

    private void Close(AnswerRun run, ConversationEntry entry)
    {
        var stored = Store(run.ConversationId, entry);
        _looking[run.ConversationId] = run;
        _running.TryRemove(run.ConversationId, out _);
        run.Close(stored);
        ConversationsChanged?.Invoke();
    }

    private void Review(ConversationEntry entry)
    {
        try
        {
            knowledgeBase.Conversations.Review(entry);
        }
        catch (Exception exception) when (exception is Microsoft.Data.Sqlite.SqliteException or IOException or UnauthorizedAccessException)
        {
            Log.AnswerFailed(logger, exception);
        }
    }

    private ConversationEntry Store(string conversationId, ConversationEntry entry)
    {
        try
        {
            return knowledgeBase.Conversations.Save(conversationId, entry) ?? entry;
        }
        catch (Exception exception) when (exception is Microsoft.Data.Sqlite.SqliteException or IOException or UnauthorizedAccessException)
        {
            Log.AnswerFailed(logger, exception);
            return entry with { Error = "The answer could not be saved: the disk may be full or the folder of indexes not writable." };
        }
    }
}
