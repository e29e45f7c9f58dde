using System.Text.Json;
using LocalRag.Answering;
using LocalRag.Indexing;
using LocalRag.Tests.Models;
using LocalRag.Tests.Models.Serving;

namespace LocalRag.Tests.Answering;

/// <summary>The second look as a whole: set up in the settings, over a server whose model answers by rule.</summary>
public sealed class SecondLookTests
{
    private const string Lines = "Returns a book to the shelf and never charges the member a fee.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("A book that is returned is never charged a fee.", "yes", true)]
    [InlineData("A book that is returned to the shelf is good for the member.", "no", false)]
    public async Task The_settings_turn_it_on_and_its_word_counts(string sentence, string word, bool supported)
    {
        using var folder = new TemporaryFolder();
        await using var server = new ScriptedServer { Rule = (path, body) => path != "/v1/chat/completions" ? null : Stream(body.Contains("Do the lines carry", StringComparison.Ordinal) ? word : $"{sentence} [1]") };
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "settings.json"),
            JsonSerializer.Serialize(new { generator = new { url = server.Url, model = "ruler" }, answers = new { secondLook = true } }), Cancellation);
        var work = Directory.CreateDirectory(Path.Combine(folder.Path, "work")).FullName;
        await File.WriteAllTextAsync(Path.Combine(work, "shelf.md"), "# Shelf\n\n" + Lines + "\n", Cancellation);
        using var knowledgeBase = KnowledgeBase.Open(new KnowledgeBaseOptions { Home = folder.Path });
        await knowledgeBase.IndexAsync(new IndexRequest(work), cancellationToken: Cancellation);

        var updates = new List<AnswerUpdate>();
        await foreach (var update in knowledgeBase.AskAsync(new Question("Is a fee charged for a returned book?"), Cancellation)) updates.Add(update);

        var completed = updates.FindIndex(update => update is AnswerUpdate.Completed);
        Assert.Equal(completed + 1, updates.FindIndex(update => update is AnswerUpdate.SentenceJudged));
        Assert.Equal(supported, Assert.Single(updates.OfType<AnswerUpdate.SentenceJudged>()).Supported);
        Assert.Equal(supported, Assert.Single(Assert.IsType<AnswerUpdate.Reviewed>(updates[^1]).Answer.Citations).Supported);
        var asked = server.Requests.Last(request => request.Path == "/v1/chat/completions").Body;
        Assert.Contains(Lines, asked, StringComparison.Ordinal);
        Assert.Contains(sentence, asked, StringComparison.Ordinal);
    }

    private static string Stream(string text) =>
        $"data: {JsonSerializer.Serialize(new { id = "1", @object = "chat.completion.chunk", created = 1, model = "ruler", choices = new[] { new { index = 0, delta = new { role = "assistant", content = text }, finish_reason = (string?)null } } })}\n\n"
        + $"data: {JsonSerializer.Serialize(new { id = "1", @object = "chat.completion.chunk", created = 1, model = "ruler", choices = new[] { new { index = 0, delta = new { }, finish_reason = "stop" } } })}\n\ndata: [DONE]\n\n";
}
