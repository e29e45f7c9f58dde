using System.Diagnostics;
using System.Runtime.CompilerServices;
using LocalRag.Answering.Prompts;
using LocalRag.Models;
using LocalRag.Models.Serving;
using LocalRag.Retrieval;
using Microsoft.Extensions.AI;

namespace LocalRag.Answering;

/// <summary>
/// Answers from the sources with a generator: refuses what they cannot hold, packs them, asks, and tells for each sentence what it rests on.
/// </summary>
/// <param name="search">Finds the sources for a query.</param>
/// <param name="quoting">Speaks for the sources where the generator says nothing that can be traced to them, as small ones do.</param>
/// <param name="check">Checks each cited sentence; null leaves citations unchecked.</param>
internal sealed class QuestionAnswerer(
    AnsweringOptions options, ServedGenerator generator, Func<SearchQuery, CancellationToken, Task<SearchResult>> search, ExtractiveAnswerer quoting, CitationCheck? check = null)
{
    // Where a prompt does not fit after all, it is tried with half the sources, this often.
    private const int Halvings = 2;

    private const string Untraced = "_Nothing in this answer could be traced to your sources. They themselves say:_";
    private const string NothingSaid = "_The model said nothing. Your sources themselves say:_";

    private readonly RefusalRule _refusal = new(options);
    private readonly PromptBuilder _prompts = PromptBuilder.For(generator.Family);
    private readonly SecondLook _secondLook = new(options, generator);
    private readonly ContextPacker _packer = new(generator.CountTokens);

    /// <exception cref="ModelException">The generator cannot be used, or broke off.</exception>
    public async IAsyncEnumerable<AnswerUpdate> AnswerAsync(
        Question question, IReadOnlyDictionary<string, string?> commits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var query = await new FollowUp(generator).RewriteAsync(question, cancellationToken).ConfigureAwait(false);
        var found = await search(new SearchQuery(query) { Filters = question.Filters, Limit = Math.Max(options.Sources * 2, 10) }, cancellationToken).ConfigureAwait(false);
        if (_refusal.Refuses(found))
        {
            var nearest = found.Hits.Take(options.Sources).ToList();
            yield return new AnswerUpdate.Sources(found, nearest);
            foreach (var update in Refusal.Tell(nearest, commits, generator.Name, began, found.Freshness)) yield return update;
            yield break;
        }

        for (var halved = 0; ; halved++)
        {
            var packed = await _packer.PackAsync(found.Hits, Math.Min(options.ContextTokens, generator.SourceTokens ?? int.MaxValue) >> halved, options.Sources >> halved, cancellationToken).ConfigureAwait(false);
            yield return new AnswerUpdate.Sources(found, packed);
            TokenUse? tokens = null;
            var stream = Generate(question, packed, use => tokens = use, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (stream.ConfigureAwait(false))
            {
                var draft = new AnswerDraft(packed, commits, check);
                var tooLong = false;
                while (true)
                {
                    try
                    {
                        if (!await stream.MoveNextAsync().ConfigureAwait(false)) break;
                    }
                    catch (ModelException error) when (error.Error == ModelError.TooLong && halved < Halvings && draft.IsEmpty)
                    {
                        tooLong = true;
                        break;
                    }

                    foreach (var update in draft.Add(stream.Current)) yield return update;
                    if (draft.Refused || draft.RunsInCircles) break;
                }

                if (tooLong) continue;
                foreach (var update in draft.Complete()) yield return update;
                if (draft.Refused)
                {
                    foreach (var update in Refusal.Tell(packed, commits, generator.Name, began, found.Freshness)) yield return update;
                }
                else if (draft.Untraced)
                {
                    // The rule found that the sources speak of it, so a generator's failure is no refusal.
                    var (quotes, cited) = quoting.Compose(question.Text, packed);
                    var told = $"{(draft.Text.Length > 0 ? "\n\n" : "")}{(draft.Text.Length > 0 ? Untraced : NothingSaid)}\n\n{quotes.TrimEnd()}";
                    yield return new AnswerUpdate.TextDelta(told);
                    // Quoted word for word, a sentence is carried by its lines.
                    var citations = cited.Select(number => (Number: number, Hit: packed[number - 1])).Select(place => Citation.Of(place.Number, place.Hit, commits.GetValueOrDefault(place.Hit.Source), supported: true)).ToList();
                    yield return new AnswerUpdate.Completed(new Answer(draft.Text + told, Refused: false, citations, generator.Name, Stopwatch.GetElapsedTime(began).TotalSeconds, found.Freshness) { Tokens = tokens });
                }
                else
                {
                    var answer = new Answer(draft.Text, Refused: false, draft.Citations(), generator.Name, Stopwatch.GetElapsedTime(began).TotalSeconds, found.Freshness) { Tokens = tokens };
                    var toJudge = _secondLook.Count(draft);
                    yield return new AnswerUpdate.Completed(answer) { ToJudge = toJudge };
                    if (toJudge == 0) yield break;
                    await foreach (var update in _secondLook.JudgeAsync(draft, answer, cancellationToken).ConfigureAwait(false)) yield return update;
                }

                yield break;
            }
        }
    }

    private async IAsyncEnumerable<AnswerFragment> Generate(Question question, IReadOnlyList<SearchHit> packed, Action<TokenUse> tell, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sources = packed.Select((hit, index) => PromptSource.Of(index + 1, hit)).ToList();
        var history = question.History.TakeLast(options.HistoryTurns).ToList();
        var messages = _prompts.Ground(new GroundedQuestion(question.Text, sources, history));
        var parser = _prompts.CreateParser(sources.Count, generator.OpensInThought);
        // Nearly greedy: an answer from sources wants no invention, but greedy decoding of small models runs in circles.
        var settings = new ChatOptions { Temperature = 0.2f, TopP = 0.95f, Seed = 1, MaxOutputTokens = options.AnswerTokens, StopSequences = _prompts.Stops.Count > 0 ? [.. _prompts.Stops] : null };
        long? first = null;
        await foreach (var update in generator.Chat.GetStreamingResponseAsync(messages, settings, cancellationToken).ConfigureAwait(false))
        {
            foreach (var content in update.Contents)
            {
                // Some servers tell thinking apart themselves.
                if (content is UsageContent { Details: { InputTokenCount: { } read, OutputTokenCount: { } written } })
                    tell(new TokenUse(read, written, first is { } began && written > 1 ? (written - 1) / Stopwatch.GetElapsedTime(began).TotalSeconds : null));
                if (content is TextContent or TextReasoningContent) first ??= Stopwatch.GetTimestamp();
                if (content is TextReasoningContent { Text.Length: > 0 } thinking) yield return new AnswerFragment.Thinking(thinking.Text);
                if (content is not TextContent { Text.Length: > 0 } text) continue;
                foreach (var fragment in parser.Push(text.Text)) yield return fragment;
            }
        }

        foreach (var fragment in parser.Complete()) yield return fragment;
    }
}
