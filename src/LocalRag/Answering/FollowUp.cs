using System.Text;
using LocalRag.Answering.Prompts;
using LocalRag.Models.Serving;
using Microsoft.Extensions.AI;

namespace LocalRag.Answering;

/// <summary>Makes of a question within a conversation one that can be searched for alone: "and in tests?" finds nothing.</summary>
internal sealed class FollowUp(ServedGenerator generator)
{
    // A question is asked of the last things said.
    private const int Turns = 3;
    private const int LongestAnswer = 600;
    private const int LongestQuery = 400;

    // Enough for a question, and for a reasoning model to think about it.
    private const int MaxTokens = 512;

    private const string Task =
        "Rewrite the last question of a conversation so that it can be understood without the conversation: put the names that it refers to in place of words like it, that, they. " +
        "Keep its language and its meaning, add nothing, and do not answer it. Reply with the question alone, on one line.";

    /// <summary>Gives a query. Where the model gives nothing of use it is the question with the one before it.</summary>
    public async Task<string> RewriteAsync(Question question, CancellationToken cancellationToken)
    {
        if (question.History.Count == 0) return question.Text;
        var conversation = new StringBuilder();
        foreach (var turn in question.History.TakeLast(Turns))
        {
            var answer = CitationText.Remove(turn.Answer);
            conversation.Append("Question: ").Append(turn.Question).Append("\nAnswer: ").Append(answer.Length > LongestAnswer ? answer.AsSpan(0, LongestAnswer) : answer).Append("\n\n");
        }

        conversation.Append("Last question: ").Append(question.Text);
        var builder = PromptBuilder.For(generator.Family);
        var options = new ChatOptions { Temperature = 0, MaxOutputTokens = MaxTokens };
        var response = await generator.Chat.GetResponseAsync(builder.Chat(Task, [new PromptTurn(conversation.ToString(), ByUser: true)]), options, cancellationToken).ConfigureAwait(false);
        var said = string.Concat(builder.CreateChatParser(generator.OpensInThought).Read(response.Text).OfType<AnswerFragment.Text>().Select(fragment => fragment.Value));
        var line = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault()?.Trim('"', '*', ' ', '“', '”');
        return line is { Length: > 0 and <= LongestQuery } ? line : $"{question.History[^1].Question} {question.Text}";
    }
}
