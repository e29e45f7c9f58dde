using System.Text;
using LocalRag.Chunking;
using LocalRag.Documents;
using LocalRag.Storage;

namespace LocalRag.Indexing;

/// <summary>Turns a chunked document into what is written: words for full text and a vector for each chunk, from the cache where it holds one.</summary>
internal sealed class DocumentPreparer(DocumentPreparer.Embedder embed, int dimension)
{
    /// <summary>Embeds a text into a vector of unit length.</summary>
    public delegate void Embedder(ReadOnlySpan<char> text, Span<float> vector);

    /// <summary>
    /// What is embedded: the header, so that a part of a method knows its class, and the text. Not the path, which full text and
    /// ranking know: so a file that is moved or renamed keeps its embeddings.
    /// </summary>
    public static string TextToEmbed(Chunk chunk) => chunk.Header.Render() + chunk.Text;

    public PreparedDocument Prepare(ChunkedDocument chunked, long size, long modified, IndexReader? cache)
    {
        var (document, chunks) = (chunked.Document, chunked.Chunks);
        var pathWords = PathWords(document.Path);
        var texts = new string[chunks.Count];
        var hashes = new ContentHash[chunks.Count];
        for (var i = 0; i < chunks.Count; i++)
        {
            texts[i] = TextToEmbed(chunks[i]);
            hashes[i] = ContentHash.Of(texts[i]);
        }

        var cached = cache?.FindEmbeddings(hashes) ?? [];
        var words = new StringBuilder();
        var prepared = new PreparedChunk[chunks.Count];
        for (var i = 0; i < chunks.Count; i++)
        {
            var known = cached.TryGetValue(hashes[i], out var vector);
            if (vector is null) embed(texts[i], vector = new float[dimension]);
            prepared[i] = new PreparedChunk(chunks[i], Words(chunks[i].Text, words), Words(chunks[i].Header.Render(), words), pathWords, hashes[i], vector, !known);
        }

        return new PreparedDocument
        {
            Path = document.Path,
            Language = document.Language,
            Hash = document.Hash,
            Size = size,
            Modified = modified,
            Fallback = chunked.Fallback,
            Chunks = prepared,
        };
    }

    /// <summary>The file's stem twice and its last three folders: a name says more than a folder.</summary>
    private static string PathWords(string path)
    {
        var parts = path.Split('/');
        var stem = Path.GetFileNameWithoutExtension(parts[^1]);
        return Words($"{stem} {stem} {string.Join(' ', parts[Math.Max(0, parts.Length - 4)..^1])}", new StringBuilder());
    }

    private static string Words(string text, StringBuilder words)
    {
        words.Clear();
        TermAnalyzer.Append(text, words);
        return words.ToString();
    }
}
