using System.Runtime.CompilerServices;
using LocalRag.Answering;
using LocalRag.Models;
using LocalRag.Models.Serving;
using LocalRag.Retrieval;

namespace LocalRag;

/// <summary>Questions and their answers.</summary>
public sealed partial class KnowledgeBase
{
    /// <summary>
    /// Answers a question from the index: with the generator that the question or the settings name, or from the sources' own sentences where there is none.
    /// The sources come first, the whole answer last.
    /// </summary>
    /// <exception cref="KnowledgeBaseException">There is no index yet, or the generator cannot be used.</exception>
    public async IAsyncEnumerable<AnswerUpdate> AskAsync(Question question, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var updates = await AnswerAsync(question, cancellationToken).ConfigureAwait(false);
        await using var stream = updates.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await stream.MoveNextAsync().ConfigureAwait(false)) yield break;
            }
            catch (ModelException error)
            {
                throw Unavailable(error);
            }

            _demand.Note();
            yield return stream.Current;
        }
    }

    private async Task<IAsyncEnumerable<AnswerUpdate>> AnswerAsync(Question question, CancellationToken cancellationToken)
    {
        Dictionary<string, string?> commits;
        using (var lease = _readers.Rent()) commits = lease.Reader.ReadSources().ToDictionary(source => source.Name, source => source.Commit);
        if (await GeneratorAsync(question.Model, cancellationToken).ConfigureAwait(false) is { } chosen)
            return new QuestionAnswerer(chosen.Options, chosen.Generator, SearchAsync, _answerer, Check).AnswerAsync(question, commits, cancellationToken);
        var search = await SearchAsync(new SearchQuery(question.Text) { Filters = question.Filters }, cancellationToken).ConfigureAwait(false);
        return _answerer.AnswerAsync(question, search, commits, cancellationToken);
    }

    private async Task<(ServedGenerator Generator, AnsweringOptions Options)?> GeneratorAsync(string? name, CancellationToken cancellationToken)
    {
        if (name == ExtractiveAnswerer.ModelName) return null;
        try
        {
            var (settings, models) = _models.Current();
            if (await models.GeneratorAsync(name, cancellationToken).ConfigureAwait(false) is not { } generator) return null;
            return (generator, _answering with
            {
                ContextTokens = settings.Answers.ContextTokens ?? _answering.ContextTokens,
                AnswerTokens = settings.Answers.AnswerTokens ?? _answering.AnswerTokens,
                SecondLook = settings.Answers.SecondLook || _answering.SecondLook,
            });
        }
        catch (ModelException error)
        {
            throw Unavailable(error);
        }
    }

    private CitationVerdict Check(string sentence, IReadOnlyList<SearchHit> cited)
    {
        // A sentence may rest on several places together, each of which carries a part.
        var verdict = _verifier.Value.Verify(sentence, string.Join("\n\n", cited.Select(hit => $"{hit.Path}\n{hit.Header.Render()}\n{hit.Text}")));
        return new CitationVerdict(verdict.Supported, verdict.Score);
    }

    private static KnowledgeBaseException Unavailable(ModelException error) =>
        new(error.Error == ModelError.InvalidRequest ? KnowledgeBaseError.InvalidRequest : KnowledgeBaseError.ModelUnavailable, error.Message, error);
}
