using LocalRag.Storage;

namespace LocalRag.Retrieval.Ranking;

/// <summary>Lifts files whose name or folder a question in plain language names: "session management" → <c>sessions.py</c>.</summary>
internal sealed class NamedFile(RankingOptions options) : IRankingStep
{
    /// <summary>A folder says less than a file's own name.</summary>
    private const double FolderShare = 0.3;

    public void Apply(AnalyzedQuery query, IReadOnlyList<Candidate> candidates)
    {
        if (query.Kind == QueryKind.Symbol || candidates.Count == 0) return;
        var best = candidates.Max(candidate => candidate.Score);
        var words = query.Terms.Where(term => term.Length > 2).ToList();
        foreach (var file in candidates.Where(candidate => !candidate.IsProse).GroupBy(candidate => candidate.Chunk.DocumentId))
        {
            var path = file.First().Chunk.Path;
            var share = Math.Max(Share(words, Path.GetFileNameWithoutExtension(path)), FolderShare * Share(words, Path.GetFileName(Path.GetDirectoryName(path)) ?? ""));
            if (share == 0) continue;
            foreach (var candidate in file)
                candidate.Add("named file", best * options.NamedFileBoost * share, () => $"the query names {share:P0} of {Path.GetFileName(path)}");
        }
    }

    /// <summary>The share of a name's parts that the words name.</summary>
    private static double Share(List<string> words, string name)
    {
        var parts = TermAnalyzer.Terms(name);
        // The first term of a name with parts is the whole of it.
        if (parts.Count > 1)
        {
            if (words.Exists(word => SameWord(word, parts[0]))) return 1;
            parts.RemoveAt(0);
        }

        return parts.Count == 0 ? 0 : (double)parts.Count(part => words.Exists(word => SameWord(word, part))) / parts.Count;
    }

    /// <summary>Equal but for an ending: session and sessions, format and formatting.</summary>
    private static bool SameWord(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        return common >= 3 && common >= Math.Max(left.Length, right.Length) - 3 && common >= Math.Min(left.Length, right.Length) - 1;
    }
}
