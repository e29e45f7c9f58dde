using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Text;
using LocalRag.Documents;
using LocalRag.Retrieval;
using LocalRag.Storage;

namespace LocalRag.Answering;

/// <summary>
/// Answers from the sources alone, with no generator: what the best hit is, where, its signature and summary,
/// and the sentences of the sources that come nearest to the question, each with a citation.
/// </summary>
internal sealed class ExtractiveAnswerer(AnsweringOptions options, Func<string, float[]> embed)
{
    public const string ModelName = "extractive";

    private const string HowToGetMore = "_Taken from the sources word for word: no generator is set up. `localrag models recommend` names one that fits this machine._";

    private readonly RefusalRule _refusal = new(options);

    public async IAsyncEnumerable<AnswerUpdate> AnswerAsync(
        Question question, SearchResult search, IReadOnlyDictionary<string, string?> commits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var packed = search.Hits.Take(options.Sources).ToList();
        yield return new AnswerUpdate.Sources(search, packed);
        var refused = _refusal.Refuses(search);
        var (text, cited) = refused ? Refuse(packed) : Compose(question.Text, packed);
        if (!refused) text += "\n" + HowToGetMore;
        foreach (var line in text.Split('\n'))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new AnswerUpdate.TextDelta(line + "\n");
            await Task.Yield();
        }

        // Quoted word for word, a sentence is carried by its lines.
        var citations = cited.Select(number => Citation.Of(number, packed[number - 1], commits.GetValueOrDefault(packed[number - 1].Source), refused ? null : true)).ToList();
        yield return new AnswerUpdate.Completed(new Answer(text, refused, citations, ModelName, Stopwatch.GetElapsedTime(began).TotalSeconds, search.Freshness));
    }

    private static (string Text, IReadOnlyList<int> Cited) Refuse(IReadOnlyList<SearchHit> hits)
    {
        if (hits.Count == 0) return ("Not in your sources: nothing there speaks of it.", []);
        var text = new StringBuilder("Not in your sources. The nearest places:\n\n");
        var nearest = hits.DistinctBy(hit => (hit.Source, hit.Path)).Take(3).Select(hit => NumberOf(hit, hits)).ToList();
        foreach (var number in nearest) text.Append("- ").Append(Place(hits[number - 1])).Append(" [").Append(number).Append("]\n");
        return (text.ToString().TrimEnd(), nearest);
    }

    /// <summary>What the sources themselves say to a question, and the numbers, from 1, of those that are quoted or named.</summary>
    public (string Text, IReadOnlyList<int> Cited) Compose(string question, IReadOnlyList<SearchHit> hits)
    {
        var text = new StringBuilder();
        var cited = new SortedSet<int> { 1 };
        text.Append(Place(hits[0])).Append(" [1]\n");
        if (hits[0].Header.Signature is { Length: > 0 } signature) text.Append("\n```").Append(Fence(hits[0].Language)).Append('\n').Append(signature).Append("\n```\n");

        // What the place is about is said first, however little of the question it repeats.
        var about = SentenceReader.Read(hits[0]).FirstOrDefault(sentence => hits[0].Header.Summary.Length > 0);
        var sentences = Choose(question, hits, about);
        if (sentences.Count > 0) text.Append('\n');
        foreach (var sentence in sentences)
        {
            var number = NumberOf(sentence.Hit, hits);
            cited.Add(number);
            text.Append("- ").Append(sentence.Text).Append(" [").Append(number).Append("]\n");
        }

        var others = Enumerable.Range(2, hits.Count - 1).Where(number => !cited.Contains(number) && hits[number - 1].Coverage >= options.RefusalCoverage / 2).Take(3).ToList();
        if (others.Count > 0)
        {
            text.Append("\nSee also ").AppendJoin(", ", others.Select(number => $"{Place(hits[number - 1])} [{number}]")).Append(".\n");
            cited.UnionWith(others);
        }

        return (text.ToString(), [.. cited]);
    }

    private List<Sentence> Choose(string question, IReadOnlyList<SearchHit> hits, Sentence? about)
    {
        var wanted = embed(question);
        var terms = TermAnalyzer.Terms(question).Where(term => !QueryAnalyzer.IsFunctionWord(term)).Select(WordStem.Of).ToHashSet(StringComparer.Ordinal);
        var read = hits.SelectMany(SentenceReader.Read, (hit, sentence) => (Sentence: sentence, Stems: TermAnalyzer.Terms(sentence.Text).Select(WordStem.Of).ToHashSet(StringComparer.Ordinal))).ToList();
        // A word that most of these sentences hold tells none of them apart.
        var weights = terms.ToDictionary(term => term, term => Math.Log(1 + (read.Count + 1.0) / (1 + read.Count(sentence => sentence.Stems.Contains(term)))));
        var total = weights.Values.Sum();
        var scored = read.Select(sentence =>
        {
            var overlap = terms.Count == 0 ? 0 : weights.Where(weight => sentence.Stems.Contains(weight.Key)).Sum(weight => weight.Value) / total;
            var nearness = Math.Max(0, TensorPrimitives.Dot(wanted, embed(sentence.Sentence.Text)));
            // A sentence of a better place counts more; the first place counts twice the sixth.
            return (sentence.Sentence, sentence.Stems, Score: (overlap + nearness) * (2 - (NumberOf(sentence.Sentence.Hit, hits) - 1.0) / hits.Count));
        }).OrderByDescending(candidate => candidate.Score).ToList();

        var chosen = scored.Where(candidate => candidate.Sentence == about).Take(1).ToList();
        foreach (var candidate in scored)
        {
            if (chosen.Count == options.Sentences || candidate.Score < scored[0].Score * 0.45) break;
            if (chosen.Exists(other => SaysTheSame(other.Stems, candidate.Stems))) continue;
            chosen.Add(candidate);
        }

        return [.. chosen.Select(candidate => candidate.Sentence)];
    }

    private static bool SaysTheSame(HashSet<string> left, HashSet<string> right)
    {
        var common = left.Count(right.Contains);
        return common >= 0.7 * Math.Min(left.Count, right.Count);
    }

    private static int NumberOf(SearchHit hit, IReadOnlyList<SearchHit> hits) => hits.TakeWhile(other => !ReferenceEquals(other, hit)).Count() + 1;

    private static string Place(SearchHit hit)
    {
        var where = $"`{hit.Path}`, line{(hit.Span.Length > 1 ? "s" : "")} {hit.Span.ToString().Replace("-", "–", StringComparison.Ordinal)}";
        if (hit.Symbol is { } symbol && hit.Kind is not ChunkKind.Section) return $"**`{symbol}`** in {where}";
        return hit.Header.Container is { Length: > 0 } heading ? $"“{heading}” in {where}" : where;
    }

    private static string Fence(string language) => language is "csharp" or "razor" ? "csharp" : language == Languages.PlainText ? "" : language;
}
