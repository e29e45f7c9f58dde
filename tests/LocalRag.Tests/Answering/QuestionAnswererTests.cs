using LocalRag.Answering;
using LocalRag.Answering.Prompts;
using LocalRag.Models;
using LocalRag.Models.Prompts;
using LocalRag.Models.Serving;
using LocalRag.Retrieval;
using Microsoft.Extensions.AI;

namespace LocalRag.Tests.Answering;

public sealed class QuestionAnswererTests
{
    private static readonly SearchHit Tax = Hits.Of("docs/tax.md", "The value added tax is 19 percent of the net price.", 3);
    private static readonly SearchHit Cart = Hits.Of("src/Cart.cs", "public decimal Total() => Sum(lines) + Shipping;", 10);

    private readonly List<SearchQuery> _queries = [];

    [Fact]
    public async Task An_answer_comes_as_sources_then_text_then_citations()
    {
        var client = new RuleChatClient(_ => "The tax is 19 percent [1]. The total adds shipping [2].");
        var updates = await AskAsync(client, new Question("What is the tax?"), hits: [Cart, Tax]);
        var sources = Assert.IsType<AnswerUpdate.Sources>(updates[0]);
        Assert.Equal(["docs/tax.md", "src/Cart.cs"], sources.Packed.Select(hit => hit.Path));
        var answer = Completed(updates);
        Assert.Equal("The tax is 19 percent [1]. The total adds shipping [2].", answer.Text);
        Assert.Equal(answer.Text, Text(updates));
        Assert.False(answer.Refused);
        Assert.Equal("ruler", answer.Model);
        Assert.Equal([(1, "docs/tax.md", 3, "abc"), (2, "src/Cart.cs", 10, "abc")], answer.Citations.Select(citation => (citation.Number, citation.Path, citation.Span.StartLine, citation.Commit)));
        Assert.All(answer.Citations, citation => Assert.Null(citation.Supported));
        Assert.Equal((client.Prompts[^1].Length, answer.Text.Length), (answer.Tokens?.Read, answer.Tokens?.Written));
        Assert.True(answer.Tokens!.PerSecond > 0);
    }

    [Fact]
    public async Task Each_cited_sentence_is_checked_against_what_it_cites()
    {
        static CitationVerdict Check(string sentence, IReadOnlyList<SearchHit> cited) => cited.Any(hit => hit.Text.Contains(sentence.Split(' ')[^2], StringComparison.Ordinal)) ? new(true, 0.9) : new(false, 0.1);
        var updates = await AskAsync(new RuleChatClient(_ => "The tax is 19 percent [1]. The total is 90 dollars [2]."), new Question("?"), Check, [Tax, Cart]);
        Assert.Equal(
            [("The tax is 19 percent.", true), ("The total is 90 dollars.", false)],
            updates.OfType<AnswerUpdate.SentenceChecked>().Select(verdict => (verdict.Sentence, verdict.Supported)));
        Assert.Equal([true, false], Completed(updates).Citations.Select(citation => citation.Supported));
    }

    [Fact]
    public async Task A_second_look_comes_behind_the_whole_answer_and_marks_what_the_first_overlooked()
    {
        var client = new RuleChatClient(prompt => !prompt.Contains("Do the lines carry", StringComparison.Ordinal) ? "The tax is 19 percent [1]. The total is 90 dollars [2]. The total adds shipping [2]."
            : prompt.Contains("90 dollars", StringComparison.Ordinal) ? "No, they do not." : "yes");
        // The first look finds nothing wrong with the dollars, and is in doubt of the shipping.
        var updates = await AskAsync(client, new Question("?"), (sentence, _) => sentence.Contains("shipping", StringComparison.Ordinal) ? new(false, 0.4) : new(true, 0.6), [Tax, Cart], secondLook: true);
        var answer = updates.FindIndex(update => update is AnswerUpdate.Completed);
        var completed = (AnswerUpdate.Completed)updates[answer];
        Assert.Equal(3, completed.ToJudge);
        Assert.Equal([true, false], completed.Answer.Citations.Select(citation => citation.Supported));
        Assert.Equal(
            [("The tax is 19 percent.", true), ("The total is 90 dollars.", false), ("The total adds shipping.", true)],
            updates[(answer + 1)..].OfType<AnswerUpdate.SentenceJudged>().Select(judged => (judged.Sentence, judged.Supported)));
        var reviewed = Assert.IsType<AnswerUpdate.Reviewed>(updates[^1]);
        Assert.Null(reviewed.Problem);
        Assert.Equal(completed.Answer.Text, reviewed.Answer.Text);
        Assert.Equal([true, false], reviewed.Answer.Citations.Select(citation => citation.Supported));
        // What it judges by are the lines that the sentence cites, and sentences on the same lines begin alike.
        Assert.Contains("src/Cart.cs:10-10\npublic decimal Total()", client.Prompts[2], StringComparison.Ordinal);
        Assert.DoesNotContain("19 percent of the net price", client.Prompts[2], StringComparison.Ordinal);
        Assert.True(client.Prompts[2].AsSpan().CommonPrefixLength(client.Prompts[3]) > client.Prompts[2].IndexOf("Sentence:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("maybe", false)]
    [InlineData("Nothing speaks against it", false)]
    [InlineData("<think>no</think>yes", true)]
    [InlineData("**Yes**", true)]
    public async Task A_second_look_takes_yes_and_no_alone(string said, bool judged)
    {
        var updates = await AskAsync(new RuleChatClient(prompt => prompt.Contains("Do the lines carry", StringComparison.Ordinal) ? said : "The tax is 19 percent [1]."), new Question("?"), (_, _) => new(true, 0.6), [Tax], secondLook: true);
        Assert.Equal(judged, updates.OfType<AnswerUpdate.SentenceJudged>().Any(update => update.Supported));
        Assert.Equal(true, Assert.Single(Assert.IsType<AnswerUpdate.Reviewed>(updates[^1]).Answer.Citations).Supported);
    }

    [Fact]
    public async Task A_yes_does_not_outweigh_a_figure_that_the_lines_do_not_hold()
    {
        var updates = await AskAsync(new RuleChatClient(prompt => prompt.Contains("Do the lines carry", StringComparison.Ordinal) ? "yes" : "The tax is 7 percent [1]."), new Question("?"), (_, _) => new(false, 0.05), [Tax], secondLook: true);
        Assert.False(Assert.Single(updates.OfType<AnswerUpdate.SentenceJudged>()).Supported);
    }

    [Fact]
    public async Task A_second_look_that_breaks_off_leaves_the_answer_whole()
    {
        var looks = 0;
        var updates = await AskAsync(
            new RuleChatClient(prompt => !prompt.Contains("Do the lines carry", StringComparison.Ordinal) ? "The tax is 19 percent [1]. The total adds shipping [2]." : ++looks == 2 ? throw new ModelException(ModelError.Crashed, "ruler ended") : "no"),
            new Question("?"), (_, _) => new(true, 0.6), [Tax, Cart], secondLook: true);
        Assert.Single(updates.OfType<AnswerUpdate.SentenceJudged>());
        var reviewed = Assert.IsType<AnswerUpdate.Reviewed>(updates[^1]);
        Assert.Contains("ruler ended", reviewed.Problem, StringComparison.Ordinal);
        Assert.Equal([false, true], reviewed.Answer.Citations.Select(citation => citation.Supported));
    }

    [Fact]
    public async Task A_refusal_is_not_looked_at_again()
    {
        var updates = await AskAsync(new RuleChatClient(_ => "NOT IN THE SOURCES"), new Question("?"), (_, _) => new(true, 0.6), [Tax], secondLook: true);
        Assert.Equal(0, Assert.IsType<AnswerUpdate.Completed>(updates[^1]).ToJudge);
    }

    [Fact]
    public async Task A_sentence_without_a_citation_gets_the_source_that_holds_its_words()
    {
        var updates = await AskAsync(new RuleChatClient(_ => "The value added tax is 19 percent of the net price. That is all there is."), new Question("?"), hits: [Tax, Cart]);
        Assert.Equal("The value added tax is 19 percent of the net price. [1] That is all there is.", Completed(updates).Text);
        Assert.Equal(1, Assert.Single(Completed(updates).Citations).Number);
    }

    [Fact]
    public async Task Where_nothing_can_be_traced_the_sources_speak_for_themselves()
    {
        var updates = await AskAsync(new RuleChatClient(_ => "Bananas are mostly yellow, as everybody knows."), new Question("?"), hits: [Tax, Cart]);
        var answer = Completed(updates);
        Assert.False(answer.Refused);
        Assert.StartsWith("Bananas are mostly yellow, as everybody knows.\n\n_Nothing in this answer could be traced", answer.Text, StringComparison.Ordinal);
        Assert.Contains("- The value added tax is 19 percent of the net price. [1]", answer.Text, StringComparison.Ordinal);
        Assert.Equal(answer.Text, Text(updates));
        Assert.Contains(answer.Citations, citation => citation is { Number: 1, Path: "docs/tax.md", Supported: true });

        var silent = Completed(await AskAsync(new RuleChatClient(_ => ""), new Question("What is the tax?"), hits: [Tax, Cart]));
        Assert.False(silent.Refused);
        Assert.StartsWith("_The model said nothing.", silent.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_names_the_nearest_places()
    {
        var updates = await AskAsync(new RuleChatClient(_ => "NOT IN THE SOURCES. Sorry."), new Question("?"), hits: [Tax, Cart]);
        var answer = Completed(updates);
        Assert.True(answer.Refused);
        Assert.Equal("Not in your sources. The nearest places:\n\n- `docs/tax.md`, line 3 [1]\n- `src/Cart.cs`, line 10 [2]", answer.Text);
        Assert.Equal([1, 2], answer.Citations.Select(citation => citation.Number));
    }

    [Fact]
    public async Task What_the_sources_cannot_hold_is_refused_without_asking_the_model()
    {
        var client = new RuleChatClient(_ => "I know everything [1].");
        var updates = await AskAsync(client, new Question("?"), hits: [Tax with { Coverage = 0.1 }]);
        Assert.True(Completed(updates).Refused);
        Assert.Empty(client.Prompts);
        Assert.Equal("Not in your sources: nothing there speaks of it.", Completed(await AskAsync(client, new Question("?"))).Text);
    }

    [Fact]
    public async Task A_follow_up_is_searched_for_as_a_question_of_its_own()
    {
        var client = new RuleChatClient(prompt => prompt.Contains("Rewrite the last question", StringComparison.Ordinal) ? "\"What is the tax on shipping?\"\n(I rewrote it)" : "It is 19 percent [1].");
        var question = new Question("And on shipping?") { History = [new ConversationTurn("What is the tax?", "It is 19 percent [1].")] };
        await AskAsync(client, question, hits: [Tax]);
        Assert.Equal("What is the tax on shipping?", Assert.Single(_queries).Text);
        Assert.Contains("And on shipping?", client.Prompts[0], StringComparison.Ordinal);
        Assert.EndsWith("user: And on shipping?" + Instructions.Reminder, client.Prompts[1], StringComparison.Ordinal);
        Assert.DoesNotContain("percent [1]", client.Prompts[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_follow_up_that_the_model_cannot_rewrite_is_searched_for_with_the_question_before_it()
    {
        var client = new RuleChatClient(prompt => prompt.Contains("Rewrite", StringComparison.Ordinal) ? "<think>hm</think>\n" : "It is 19 percent [1].");
        await AskAsync(client, new Question("And on shipping?") { History = [new ConversationTurn("What is the tax?", "19")] }, hits: [Tax]);
        Assert.Equal("What is the tax? And on shipping?", _queries[0].Text);
    }

    [Fact]
    public async Task A_second_question_on_the_same_sources_begins_with_the_same_prompt()
    {
        var client = new RuleChatClient(_ => "It is 19 percent [1].");
        await AskAsync(client, new Question("What is the tax?"), hits: [Tax, Cart]);
        await AskAsync(client, new Question("What is the fee?"), hits: [Cart, Tax]);
        var common = client.Prompts[0].Zip(client.Prompts[1]).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.Equal("tax?" + Instructions.Reminder, client.Prompts[0][common..]);
    }

    [Fact]
    public async Task Thinking_is_kept_apart()
    {
        var updates = await AskAsync(new RuleChatClient(_ => "<think>Let me see [2].</think>\nIt is 19 percent [1]."), new Question("?"), hits: [Tax, Cart]);
        Assert.Equal("Let me see [2].", string.Concat(updates.OfType<AnswerUpdate.Thinking>().Select(thinking => thinking.Delta)));
        Assert.Equal("It is 19 percent [1].", Completed(updates).Text);
        Assert.Single(Completed(updates).Citations);
    }

    [Fact]
    public async Task Command_R_is_asked_and_read_in_its_own_form()
    {
        var client = new RuleChatClient(_ => "Relevant Documents: 0\nCited Documents: 0\nGrounded answer: It is <co: 0>19 percent</co: 0>.");
        var updates = await AskAsync(client, new Question("What is the tax?"), hits: [Tax], family: PromptFamily.CommandR);
        Assert.Contains("<results>\nDocument: 0\ntitle: docs/tax.md:3-3\n", client.Prompts[0], StringComparison.Ordinal);
        Assert.Equal("It is 19 percent [1].", Completed(updates).Text);
        Assert.True(Completed(await AskAsync(new RuleChatClient(_ => "Relevant Documents: None\n"), new Question("?"), hits: [Tax], family: PromptFamily.CommandR)).Refused);
    }

    [Fact]
    public async Task Where_the_prompt_does_not_fit_fewer_sources_are_given()
    {
        var tries = 0;
        var client = new RuleChatClient(_ => ++tries == 1 ? throw new ModelException(ModelError.TooLong, "too long") : "It is 19 percent [1].");
        var updates = await AskAsync(client, new Question("?"), hits: [Tax, Cart], sources: 2);
        Assert.Equal([2, 1], updates.OfType<AnswerUpdate.Sources>().Select(sources => sources.Packed.Count));
        Assert.Equal("It is 19 percent [1].", Completed(updates).Text);
    }

    [Fact]
    public async Task A_generator_that_breaks_off_is_told_and_not_hidden()
    {
        var error = await Assert.ThrowsAsync<ModelException>(() => AskAsync(new RuleChatClient(_ => throw new ModelException(ModelError.Crashed, "ruler ended")), new Question("?"), hits: [Tax]));
        Assert.Equal(ModelError.Crashed, error.Error);
    }

    [Theory]
    [InlineData("The value added tax is 19 percent of the net price. ")]
    [InlineData("12\n")]
    [InlineData("\n")]
    [InlineData("1.")]
    [InlineData("until you qualify for the next tier, ")]
    public async Task A_model_that_runs_in_circles_is_stopped(string said)
    {
        var updates = await AskAsync(new RuleChatClient(_ => "The value added tax is 19 percent of the net price [1].\n" + string.Concat(Enumerable.Repeat(said, 500))), new Question("?"), hits: [Tax]);
        Assert.InRange(Completed(updates).Text.Length, 50, 400);
    }

    [Fact]
    public async Task Cancelling_stops_the_stream()
    {
        using var stop = new CancellationTokenSource();
        var client = new RuleChatClient(_ => string.Concat(Enumerable.Repeat("The tax is 19 percent [1]. ", 1000)));
        var seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in Answerer(client, null, [Tax]).AnswerAsync(new Question("?"), new Dictionary<string, string?>(), stop.Token))
                if (update is AnswerUpdate.TextDelta && ++seen == 5) stop.Cancel();
        });
        Assert.Equal(5, seen);
    }

    private QuestionAnswerer Answerer(IChatClient client, CitationCheck? check, IReadOnlyList<SearchHit> hits, PromptFamily family = PromptFamily.ChatTemplate, int sources = 6, bool secondLook = false) => new(
        new AnsweringOptions { Sources = sources, SecondLook = secondLook },
        new ServedGenerator("ruler", client, family, (texts, _) => ValueTask.FromResult<IReadOnlyList<int>>([.. texts.Select(TokenCounting.Estimate)])),
        (query, _) =>
        {
            _queries.Add(query);
            return Task.FromResult(Hits.Result(query.Text, hits));
        },
        new ExtractiveAnswerer(new AnsweringOptions(), _ => [1, 0]),
        check);

    private async Task<List<AnswerUpdate>> AskAsync(
        IChatClient client, Question question, CitationCheck? check = null, IReadOnlyList<SearchHit>? hits = null, PromptFamily family = PromptFamily.ChatTemplate, int sources = 6, bool secondLook = false)
    {
        var updates = new List<AnswerUpdate>();
        var commits = new Dictionary<string, string?> { ["shop"] = "abc" };
        await foreach (var update in Answerer(client, check, hits ?? [], family, sources, secondLook).AnswerAsync(question, commits, TestContext.Current.CancellationToken)) updates.Add(update);
        return updates;
    }

    private static Answer Completed(List<AnswerUpdate> updates) => Assert.IsType<AnswerUpdate.Completed>(updates[^1]).Answer;

    private static string Text(List<AnswerUpdate> updates) => string.Concat(updates.OfType<AnswerUpdate.TextDelta>().Select(text => text.Delta));
}
