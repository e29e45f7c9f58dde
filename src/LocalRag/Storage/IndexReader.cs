using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using LocalRag.Documents;
using Microsoft.Data.Sqlite;

namespace LocalRag.Storage;

/// <summary>Reads an index within snapshots. Not safe for concurrent use: open one reader a thread.</summary>
public sealed partial class IndexReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly int _dimension;
    private readonly DateTime _created;
    private PathGlob? _glob;

    internal IndexReader(SqliteConnection connection, int dimension)
    {
        _connection = connection;
        _dimension = dimension;
        _created = File.GetCreationTimeUtc(connection.DataSource);
        connection.CreateFunction("path_matches", (string path) => _glob!.Matches(path), isDeterministic: false);
    }

    /// <summary>What the index was made with, its generation and its size.</summary>
    public IndexManifest Manifest => IndexStore.ReadManifest(_connection);

    /// <summary>False where the file that was opened is no longer the one at this path.</summary>
    public bool IsCurrent(string path) => File.Exists(path) && File.GetCreationTimeUtc(path) == _created;

    /// <summary>Everything read until the result is disposed comes from one state of the index.</summary>
    public Snapshot BeginSnapshot() => new(_connection);

    public IReadOnlyList<StoredSource> ReadSources() => SourceRows.Read(_connection);

    /// <summary>The documents of a source that searches see, by path.</summary>
    public IReadOnlyList<StoredDocument> ReadDocuments(long sourceId) => SourceRows.ReadDocuments(_connection, sourceId, IndexSchema.Pending);

    /// <summary>Those documents of a source that searches see and that have one of these paths.</summary>
    public IReadOnlyList<StoredDocument> FindDocuments(long sourceId, IEnumerable<string> paths) => SourceRows.ReadDocuments(_connection, sourceId, IndexSchema.Pending, paths);

    public (int Documents, int Chunks) Count(long sourceId) => SourceRows.Count(_connection, sourceId);

    /// <summary>The documents that a run which goes on or was interrupted has written or replaced, and whose publishing is still to be paid for.</summary>
    public int CountUnpublished(long sourceId) => SourceRows.CountUnpublished(_connection, sourceId);

    public IReadOnlyList<FileNote> ReadNotes(long sourceId) => SourceRows.ReadNotes(_connection, sourceId);

    public IReadOnlyList<(string Language, int Documents, int Chunks)> CountLanguages(long sourceId)
    {
        using var command = Command(
            """
            SELECT language, count(DISTINCT documents.id), count(chunks.id)
            FROM documents LEFT JOIN chunks ON document_id = documents.id
            WHERE source_id = $source AND state <> 1 AND left_out IS NULL GROUP BY language ORDER BY 3 DESC, 1
            """,
            ("$source", sourceId));
        using var rows = command.ExecuteReader();
        var languages = new List<(string, int, int)>();
        while (rows.Read()) languages.Add((rows.GetString(0), rows.GetInt32(1), rows.GetInt32(2)));
        return languages;
    }

    /// <summary>Searches full text with an FTS5 expression; best first.</summary>
    /// <param name="weights">BM25's weights of a chunk's text, its header and its path.</param>
    public IReadOnlyList<ScoredChunk> SearchWords(string expression, (double Text, double Header, double Path) weights, ChunkFilter filter, int limit)
    {
        var allowed = Allowed(filter);
        using var command = Command(
            string.Create(CultureInfo.InvariantCulture, $"SELECT rowid, -bm25(words, {weights.Text}, {weights.Header}, {weights.Path}) AS score FROM words WHERE words MATCH $expression{And(allowed, "+rowid")} ORDER BY score DESC, rowid LIMIT $limit"),
            ("$expression", expression), ("$limit", limit));
        allowed?.Bind(command);
        return ReadScores(command);
    }

    /// <summary>The nearest chunks by cosine; best first.</summary>
    /// <param name="vector">Of unit length.</param>
    /// <param name="limit">At most 4,096, sqlite-vec's own bound.</param>
    /// <param name="set">A deep set; null for the built-in embedder's.</param>
    public IReadOnlyList<ScoredChunk> SearchVectors(ReadOnlySpan<float> vector, ChunkFilter filter, int limit, VectorSet? set = null)
    {
        var dimension = set?.Dimension ?? _dimension;
        if (vector.Length != dimension) throw new ArgumentException($"The index holds vectors of {dimension} dimensions, not {vector.Length}.", nameof(vector));
        var allowed = Allowed(filter);
        using var command = Command(
            $"SELECT chunk_id, 1 - distance * distance / 2 FROM {IndexSchema.VectorTable(set?.Id ?? 1)} WHERE embedding MATCH $vector AND k = $limit{And(allowed, "chunk_id")} ORDER BY distance",
            ("$vector", MemoryMarshal.AsBytes(vector).ToArray()), ("$limit", Math.Min(limit, 4096)));
        allowed?.Bind(command);
        return ReadScores(command);
    }

    /// <summary>The chunks whose text holds a string as it stands, for queries that hold no word; in the order of the index.</summary>
    public IReadOnlyList<ScoredChunk> SearchLiteral(string text, ChunkFilter filter, int limit)
    {
        var allowed = Allowed(filter);
        using var command = Command($"SELECT id, 1.0 FROM chunks WHERE instr(text, $text) > 0{And(allowed, "+id")} ORDER BY id LIMIT $limit", ("$text", text), ("$limit", limit));
        allowed?.Bind(command);
        return ReadScores(command);
    }

    /// <summary>The definitions with one of these simple names, whatever their case.</summary>
    public IReadOnlyList<StoredDefinition> FindDefinitions(IEnumerable<string> names, ChunkFilter filter, int limit)
    {
        var allowed = Allowed(filter);
        using var command = Command(
            $"SELECT chunk_id, name, container, kind, line FROM definitions WHERE name IN (SELECT value FROM json_each($names)){And(allowed, "+chunk_id")} ORDER BY chunk_id, line LIMIT $limit",
            ("$names", JsonArray.Of(names)), ("$limit", limit));
        allowed?.Bind(command);
        return ReadDefinitions(command);
    }

    /// <summary>Reads chunks with their documents and definitions, by id; one that is gone is not in the result.</summary>
    public IReadOnlyDictionary<long, StoredChunk> ReadChunks(IReadOnlyCollection<long> ids)
    {
        var list = string.Join(',', ids);
        var definitions = new Dictionary<long, List<Definition>>();
        using (var command = Command($"SELECT chunk_id, name, container, kind, line FROM definitions WHERE chunk_id IN ({list}) ORDER BY chunk_id, line"))
            foreach (var (chunkId, definition) in ReadDefinitions(command))
                (CollectionsMarshal.GetValueRefOrAddDefault(definitions, chunkId, out _) ??= []).Add(definition);

        using var read = Command($"""
            SELECT chunks.id, document_id, sources.name, path, language, start_line, end_line, kind, symbol, scope, container, signature, summary, text
            FROM chunks JOIN documents ON documents.id = document_id JOIN sources ON sources.id = source_id
            WHERE chunks.id IN ({list})
            """);
        return ReadChunkRows(read, definitions);
    }

    /// <summary>The chunks of one document in order, without their definitions.</summary>
    public IReadOnlyList<StoredChunk> ReadDocumentChunks(string source, string path)
    {
        using var command = Command(
            """
            SELECT chunks.id, document_id, sources.name, path, language, start_line, end_line, kind, symbol, scope, container, signature, summary, text
            FROM chunks JOIN documents ON documents.id = document_id JOIN sources ON sources.id = source_id
            WHERE sources.name = $source AND path = $path AND state <> 1 ORDER BY chunks.id
            """,
            ("$source", source), ("$path", path));
        return [.. ReadChunkRows(command, []).Values.OrderBy(chunk => chunk.Id)];
    }

    /// <summary>In how many chunks each term of <see cref="TermAnalyzer"/> stands; a term that stands nowhere is not in the result.</summary>
    public IReadOnlyDictionary<string, long> CountChunksWith(IEnumerable<string> terms)
    {
        using var command = Command("SELECT term, doc FROM vocabulary WHERE term IN (SELECT value FROM json_each($terms))", ("$terms", JsonArray.Of(terms)));
        using var rows = command.ExecuteReader();
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        while (rows.Read()) counts[rows.GetString(0)] = rows.GetInt64(1);
        return counts;
    }

    /// <summary>The cached vectors of embedded texts; one that is not cached is not in the result.</summary>
    public Dictionary<ContentHash, float[]> FindEmbeddings(IEnumerable<ContentHash> hashes)
    {
        using var command = Command("SELECT vector FROM embeddings WHERE set_id = 1 AND hash = $hash");
        var parameter = command.Parameters.Add("$hash", SqliteType.Blob);
        var found = new Dictionary<ContentHash, float[]>();
        foreach (var hash in hashes)
        {
            parameter.Value = hash.ToByteArray();
            if (command.ExecuteScalar() is byte[] bytes) found[hash] = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        }

        return found;
    }

    public void Dispose() => _connection.Dispose();

    private static Dictionary<long, StoredChunk> ReadChunkRows(SqliteCommand command, Dictionary<long, List<Definition>> definitions)
    {
        using var rows = command.ExecuteReader();
        var chunks = new Dictionary<long, StoredChunk>();
        while (rows.Read())
        {
            var id = rows.GetInt64(0);
            chunks[id] = new StoredChunk
            {
                Id = id,
                DocumentId = rows.GetInt64(1),
                Source = rows.GetString(2),
                Path = rows.GetString(3),
                Language = rows.GetString(4),
                Chunk = new Chunk
                {
                    Span = new SourceSpan(rows.GetInt32(5), rows.GetInt32(6)),
                    Kind = (ChunkKind)rows.GetInt32(7),
                    Symbol = rows.IsDBNull(8) ? null : rows.GetString(8),
                    Header = new ChunkHeader(rows.GetString(9), rows.GetString(10), rows.GetString(11), rows.GetString(12)),
                    Text = rows.GetString(13),
                    Definitions = definitions.TryGetValue(id, out var defined) ? defined : [],
                },
            };
        }

        return chunks;
    }

    private static List<StoredDefinition> ReadDefinitions(SqliteCommand command)
    {
        using var rows = command.ExecuteReader();
        var definitions = new List<StoredDefinition>();
        while (rows.Read()) definitions.Add(new StoredDefinition(rows.GetInt64(0), new Definition(rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetInt32(4))));
        return definitions;
    }

    private static List<ScoredChunk> ReadScores(SqliteCommand command)
    {
        using var rows = command.ExecuteReader();
        var scores = new List<ScoredChunk>();
        while (rows.Read()) scores.Add(new ScoredChunk(rows.GetInt64(0), rows.GetDouble(1)));
        return scores;
    }

    /// <param name="column">With <c>+</c> what matches is looked up among the allowed chunks; without, full text would be searched once for each of them.</param>
    private static string And(AllowedChunks? allowed, string column) => allowed is null ? "" : $" AND {column} IN ({allowed.Sql})";

    /// <summary>The chunks that may be found, or null where all may: no filter, and no run has unpublished documents.</summary>
    private AllowedChunks? Allowed(ChunkFilter filter)
    {
        if (filter == ChunkFilter.None)
        {
            using var pending = Command("SELECT EXISTS (SELECT 1 FROM documents WHERE state = 1)");
            if ((long)pending.ExecuteScalar()! == 0) return null;
        }

        _glob = filter.PathGlob is { } glob ? new PathGlob(glob) : null;
        return new AllowedChunks(filter);
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }

    /// <summary>A read transaction: while it lives, the reader sees one state.</summary>
    public readonly struct Snapshot : IDisposable
    {
        private readonly SqliteConnection _connection;

        internal Snapshot(SqliteConnection connection)
        {
            _connection = connection;
            IndexConnection.Execute(connection, "BEGIN");
        }

        public void Dispose() => IndexConnection.Execute(_connection, "COMMIT");
    }

    private sealed class AllowedChunks(ChunkFilter filter)
    {
        public string Sql { get; } =
            "SELECT c.id FROM chunks c JOIN documents d ON d.id = c.document_id WHERE d.state <> 1" +
            (filter.Source is null ? "" : " AND d.source_id = (SELECT id FROM sources WHERE name = $source)") +
            (filter.Language is null ? "" : " AND d.language = $language") +
            (filter.Kind is null ? "" : " AND c.kind = $kind") +
            (filter.PathGlob is null ? "" : " AND d.id IN (SELECT id FROM documents WHERE path_matches(path))");

        public void Bind(SqliteCommand command)
        {
            if (filter.Source is { } source) command.Parameters.AddWithValue("$source", source);
            if (filter.Language is { } language) command.Parameters.AddWithValue("$language", language);
            if (filter.Kind is { } kind) command.Parameters.AddWithValue("$kind", (int)kind);
        }
    }
}
