using LocalRag.Answering;

namespace LocalRag;

/// <summary>Whether cited lines carry a sentence.</summary>
public sealed partial class KnowledgeBase
{
    /// <summary>Weighs a sentence against the text that it cites; at once and without a generator.</summary>
    public Verdict Verify(string sentence, string source) => _verifier.Value.Verify(sentence, source);

    /// <summary>The absolute path of an indexed file that a text names by its path or by the end of it; null where none or several match.</summary>
    public Task<string?> ResolvePathAsync(string path, CancellationToken cancellationToken = default) => Task.Run(
        () =>
        {
            if (!_store.Exists) return null;
            var wanted = path.Replace('\\', '/').TrimStart('.', '/');
            using var lease = _readers.Rent();
            var matches = lease.Reader.ReadSources()
                .SelectMany(source => lease.Reader.ReadDocuments(source.Id), (source, document) => (source.Root, document.Path))
                .Where(file => file.Path == wanted || file.Path.EndsWith("/" + wanted, StringComparison.Ordinal) || wanted.EndsWith("/" + file.Path, StringComparison.Ordinal))
                .Select(file => Path.GetFullPath(file.Path, file.Root)).Distinct().Take(2).ToList();
            return matches.Count == 1 ? matches[0] : null;
        },
        cancellationToken);
}
