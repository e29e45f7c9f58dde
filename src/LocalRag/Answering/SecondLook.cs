using System.Globalization;
using System.Runtime.CompilerServices;
using LocalRag.Models;
using LocalRag.Models.Serving;

namespace LocalRag.Answering;

/// <summary>Lets the generator judge the cited sentences of a whole answer. What fails ends the look and not the answer.</summary>
internal sealed class SecondLook(AnsweringOptions options, ServedGenerator generator)
{
    private readonly CitationJudge _judge = new(generator);

    /// <summary>The sentences that it would judge.</summary>
    public int Count(AnswerDraft draft) => options.SecondLook ? Math.Min(draft.Sentences.Count, options.SecondLookSentences) : 0;

    /// <summary>Judges one sentence after the other and tells each verdict; the answer with its citations marked anew comes last.</summary>
    public async IAsyncEnumerable<AnswerUpdate> JudgeAsync(AnswerDraft draft, Answer answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = Count(draft);
        string? problem = draft.Sentences.Count > count ? $"The second look judged the first {count} of {draft.Sentences.Count} cited sentences." : null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.SecondLookTime);
        var broken = false;
        for (var i = 0; i < count && !broken; i++)
        {
            double? said = null;
            try
            {
                said = await _judge.JudgeAsync(draft.Sentences[i].Text, draft.Cited(i), limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                broken = true;
                problem = string.Create(CultureInfo.InvariantCulture, $"The second look had judged {i} of {draft.Sentences.Count} cited sentences when its {options.SecondLookTime.TotalSeconds:0} s were over.");
            }
            catch (ModelException error)
            {
                broken = true;
                problem = $"The second look broke off. {error.Message}";
            }

            if (said is { } score) yield return draft.Judge(i, score);
        }

        yield return new AnswerUpdate.Reviewed(answer with { Citations = draft.Citations() }, problem);
    }
}
