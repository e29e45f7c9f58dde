using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LocalRag.Answering;
using LocalRag.Conversations;
using LocalRag.Retrieval;
using LocalRag.Web.Asking;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalRag.Web.Tests.Asking;

public sealed class AskModelTests
{
    [Fact]
    public async Task An_answer_goes_on_when_its_page_is_closed_and_is_there_when_the_page_comes_back()
    {
        using var stage = new Stage();
        string? id;
        using (var closed = stage.Model())
        {
            id = await closed.AskAsync("Why?", SearchFilters.None);
            await stage.SayAsync("Because ");
            Assert.True(closed.IsRunning);
        }

        using var back = stage.Model();
        await back.OpenAsync(id);
        Assert.True(back.IsRunning);
        await stage.SayAsync("it is so.");
        await stage.EndAsync("Because it is so.");
        await Stage.UntilAsync(back, () => !back.IsRunning);
        Assert.Equal("Because it is so.", Assert.Single(back.Entries).Text);
        Assert.Equal("Because it is so.", Assert.Single(stage.KnowledgeBase.Conversations.Find(id!)!.Entries).Text);
    }

    [Fact]
    public async Task A_second_look_marks_a_whole_answer_and_the_next_question_does_not_wait_for_it()
    {
        using var stage = new Stage();
        using var model = stage.Model();
        var id = await model.AskAsync("Why?", SearchFilters.None);
        await stage.SayAsync("Because it is so.");
        await stage.WriteAsync(new AnswerUpdate.Completed(Stage.Answer("Because it is so.")) { ToJudge = 1 });
        await Stage.UntilAsync(model, () => !model.IsRunning);
        Assert.Empty(Assert.Single(model.Entries).Unsupported);
        await model.RateAsync(model.Entries[0], -1, "wrong");

        using var late = stage.Model();
        await late.OpenAsync(id);
        await stage.WriteAsync(new AnswerUpdate.SentenceJudged("Because it is so.", [1], Supported: false, 0.2));
        foreach (var page in (AskModel[])[model, late]) await Stage.UntilAsync(page, () => page.Entries[0].Unsupported is ["Because it is so."]);
        await stage.WriteAsync(new AnswerUpdate.Reviewed(Stage.Answer("Because it is so."), null));
        stage.End();
        await stage.UntilStoredAsync(id!, entries => entries is [{ Unsupported: ["Because it is so."], Rating: -1 }]);

        await model.AskAsync("And why?", SearchFilters.None);
        await stage.WriteAsync(new AnswerUpdate.Completed(Stage.Answer("So.")) { ToJudge = 1 });
        await Stage.UntilAsync(model, () => !model.IsRunning);
        await model.AskAsync("And then?", SearchFilters.None);
        await stage.EndAsync("Then.");
        await Stage.UntilAsync(model, () => !model.IsRunning);
        Assert.Equal(["Because it is so.", "So.", "Then."], model.Entries.Select(entry => entry.Text));
    }

    [Fact]
    public async Task Stopping_keeps_what_was_written()
    {
        using var stage = new Stage();
        using var model = stage.Model();
        var id = await model.AskAsync("Why?", SearchFilters.None);
        await stage.SayAsync("Because ");
        await Stage.UntilAsync(model, () => model.Run?.Entry.Text == "Because ");
        model.Stop();
        await Stage.UntilAsync(model, () => !model.IsRunning);
        var entry = Assert.Single(stage.KnowledgeBase.Conversations.Find(id!)!.Entries);
        Assert.Equal((EntryState.Stopped, "Because "), (entry.State, entry.Text));
    }

    [Fact]
    public async Task A_failure_is_kept_in_words_and_the_question_with_it()
    {
        using var stage = new Stage();
        using var model = stage.Model();
        var id = await model.AskAsync("Why?", SearchFilters.None);
        stage.Fail(new KnowledgeBaseException(KnowledgeBaseError.ModelUnavailable, "The model is gone. Run `localrag models list`."));
        await Stage.UntilAsync(model, () => !model.IsRunning);
        var entry = Assert.Single(stage.KnowledgeBase.Conversations.Find(id!)!.Entries);
        Assert.Equal((EntryState.Failed, "Why?"), (entry.State, entry.Question));
        Assert.Contains("localrag models list", entry.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_an_earlier_question_again_in_other_words_takes_out_what_followed_it()
    {
        using var stage = new Stage();
        using var model = stage.Model();
        foreach (var question in (string[])["One?", "Two?", "Three?"])
        {
            await model.AskAsync(question, SearchFilters.None);
            await stage.EndAsync($"Answer to {question}");
            await Stage.UntilAsync(model, () => !model.IsRunning);
        }

        await model.AskAgainAsync(model.Entries[1], "Two, really?");
        await stage.EndAsync("Yes.");
        await Stage.UntilAsync(model, () => !model.IsRunning);
        Assert.Equal(["One?", "Two, really?"], model.Entries.Select(entry => entry.Question));
        Assert.Equal(["One?", "Two, really?"], stage.KnowledgeBase.Conversations.Find(model.Conversation!.Id)!.Entries.Select(entry => entry.Question));
        Assert.Equal("Answer to One?", Assert.Single(stage.LastQuestion!.History).Answer);
    }

    [Fact]
    public async Task A_long_answer_renders_at_most_once_an_interval()
    {
        var renders = 0;
        using var throttle = new Throttle(TimeSpan.FromMilliseconds(40), () =>
        {
            Interlocked.Increment(ref renders);
            return Task.CompletedTask;
        });
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var token = 0; token < 3_000; token++)
        {
            throttle.Notify();
            if (token % 300 == 0) await Task.Yield();
        }

        var most = 3 + (int)(System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalMilliseconds / 40);
        Assert.InRange(renders, 0, most);
    }

    /// <summary>A knowledge base whose answers a test writes word by word.</summary>
    private sealed class Stage : IDisposable
    {
        private readonly TemporaryHome _home = new();
        private readonly AnswerRuns _runs;
        private readonly Lifetime _lifetime = new();
        private Channel<AnswerUpdate> _script = Channel.CreateUnbounded<AnswerUpdate>();

        public Stage()
        {
            KnowledgeBase = _home.Open();
            _runs = new AnswerRuns(KnowledgeBase, Play, _lifetime, NullLogger<AnswerRuns>.Instance);
        }

        public KnowledgeBase KnowledgeBase { get; }

        public Question? LastQuestion { get; private set; }

        public static async Task UntilAsync(AskModel model, Func<bool> condition)
        {
            var changed = new SemaphoreSlim(0);
            void Release() => changed.Release();
            model.Changed += Release;
            while (!condition()) Assert.True(await changed.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken), "Nothing happened for 20 s.");
            model.Changed -= Release;
        }

        public AskModel Model() => new(KnowledgeBase, _runs);

        public ValueTask SayAsync(string text) => _script.Writer.WriteAsync(new AnswerUpdate.TextDelta(text));

        public static Answer Answer(string text) => new(text, false, [], "test", 0.1, Freshness.Unknown);

        public ValueTask WriteAsync(AnswerUpdate update) => _script.Writer.WriteAsync(update);

        public void End() => _script.Writer.Complete();

        public async Task EndAsync(string text)
        {
            await WriteAsync(new AnswerUpdate.Completed(Answer(text)));
            End();
        }

        /// <summary>Waits until a conversation is stored as it is to be; its file tells nobody when it changes.</summary>
        public async Task UntilStoredAsync(string id, Func<IReadOnlyList<ConversationEntry>, bool> condition)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(20));
            while (!condition(KnowledgeBase.Conversations.Find(id)!.Entries)) await Task.Delay(20, patience.Token);
        }

        public void Fail(Exception exception) => _script.Writer.Complete(exception);

        public void Dispose()
        {
            _lifetime.Dispose();
            KnowledgeBase.Dispose();
            _home.Dispose();
        }

        private async IAsyncEnumerable<AnswerUpdate> Play(Question question, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            LastQuestion = question;
            var script = _script;
            await foreach (var update in script.Reader.ReadAllAsync(cancellationToken)) yield return update;
            _script = Channel.CreateUnbounded<AnswerUpdate>();
        }
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
