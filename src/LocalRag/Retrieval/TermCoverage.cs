using System.Text;
using LocalRag.Storage;

namespace LocalRag.Retrieval;

/// <summary>
/// Tells how much of what a query asks a chunk speaks of: the share of the query's terms that stand in it, each weighed by its rarity.
/// A term that stands nowhere in the index weighs most, so a question about what the sources do not know covers little.
/// </summary>
internal sealed class TermCoverage
{
    private readonly List<(string Term, double Weight)> _terms = [];
    private readonly double _total;

    /// <summary>A name of code means itself: where the whole is missing, its parts standing somewhere say little.</summary>
    private const double WholeNameWeight = 2;

    private const double NamePartWeight = 0.4;

    public TermCoverage(AnalyzedQuery query)
    {
        var emphasis = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var terms in query.Symbols.Select(symbol => TermAnalyzer.Terms(symbol.Name)).Where(terms => terms.Count > 0))
        {
            foreach (var part in terms.Skip(1)) emphasis.TryAdd(part, NamePartWeight);
            emphasis[terms[0]] = WholeNameWeight;
        }

        foreach (var term in query.Terms)
        {
            var weight = Math.Log(1 + (query.Frequencies.Chunks + 0.5) / (query.Frequencies.ChunksWith.GetValueOrDefault(term) + 0.5)) * emphasis.GetValueOrDefault(term, 1);
            _terms.Add((term, weight));
            _total += weight;
        }
    }

    /// <summary>The share of the query that a chunk covers, 0 to 1.</summary>
    public double Of(StoredChunk chunk)
    {
        if (_total == 0) return 0;
        var words = new StringBuilder();
        TermAnalyzer.Append(chunk.Path, words);
        TermAnalyzer.Append(chunk.Chunk.Header.Render(), words);
        TermAnalyzer.Append(chunk.Chunk.Text, words);
        var present = words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        var stems = present.Select(WordStem.Of).ToHashSet(StringComparer.Ordinal);
        return _terms.Where(term => present.Contains(term.Term) || stems.Contains(WordStem.Of(term.Term))).Sum(term => term.Weight) / _total;
    }
}
