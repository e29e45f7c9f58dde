namespace LocalRag.Storage;

/// <summary>The tables of an index file, and the number of their format.</summary>
internal static class IndexSchema
{
    /// <summary>Raised whenever a file written before can no longer be read as it is.</summary>
    public const int Format = 1;

    /// <summary>A document that searches see.</summary>
    public const int Visible = 0;

    /// <summary>A document that the running (or interrupted) run wrote and has not published.</summary>
    public const int Pending = 1;

    /// <summary>A document that searches still see and that goes when the run is published.</summary>
    public const int Outgoing = 2;

    /// <summary>
    /// Rows of a document carry its state once, so publishing a run is two statements and a reader needs no arithmetic on generations.
    /// Full text is contentless: the words are made by <see cref="TermAnalyzer"/> and the text itself is in chunks.
    /// </summary>
    public const string Tables = """
        CREATE TABLE manifest (
            key TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE sources (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            root TEXT NOT NULL UNIQUE,
            indexed_at TEXT,
            commit_id TEXT,
            branch TEXT
        );

        CREATE TABLE notes (
            source_id INTEGER NOT NULL REFERENCES sources(id),
            kind INTEGER NOT NULL,
            path TEXT NOT NULL,
            reason TEXT NOT NULL
        );
        CREATE INDEX notes_source ON notes(source_id);

        CREATE TABLE documents (
            id INTEGER PRIMARY KEY,
            source_id INTEGER NOT NULL REFERENCES sources(id),
            path TEXT NOT NULL,
            language TEXT NOT NULL,
            hash BLOB NOT NULL,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            state INTEGER NOT NULL,
            left_out TEXT,
            fallback TEXT
        );
        CREATE UNIQUE INDEX documents_path ON documents(source_id, path) WHERE state <> 2;
        CREATE INDEX documents_pending ON documents(source_id) WHERE state = 1;
        CREATE INDEX documents_outgoing ON documents(source_id) WHERE state = 2;

        CREATE TABLE chunks (
            id INTEGER PRIMARY KEY,
            document_id INTEGER NOT NULL REFERENCES documents(id),
            start_line INTEGER NOT NULL,
            end_line INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            symbol TEXT,
            scope TEXT NOT NULL,
            container TEXT NOT NULL,
            signature TEXT NOT NULL,
            summary TEXT NOT NULL,
            text TEXT NOT NULL,
            embedding_hash BLOB NOT NULL
        );
        CREATE INDEX chunks_document ON chunks(document_id);

        CREATE TABLE definitions (
            chunk_id INTEGER NOT NULL REFERENCES chunks(id),
            name TEXT NOT NULL COLLATE NOCASE,
            container TEXT NOT NULL,
            kind TEXT NOT NULL,
            line INTEGER NOT NULL
        );
        CREATE INDEX definitions_name ON definitions(name);
        CREATE INDEX definitions_chunk ON definitions(chunk_id);

        CREATE VIRTUAL TABLE words USING fts5(
            text, header, path,
            content='', contentless_delete=1,
            tokenize="unicode61 remove_diacritics 0"
        );

        CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row);

        CREATE TABLE vector_sets (
            id INTEGER PRIMARY KEY,
            fingerprint TEXT NOT NULL UNIQUE,
            dimension INTEGER NOT NULL
        );

        CREATE TABLE embeddings (
            set_id INTEGER NOT NULL REFERENCES vector_sets(id),
            hash BLOB NOT NULL,
            vector BLOB NOT NULL
        );
        -- Not WITHOUT ROWID: rows of a kilobyte would each take a page of their own there.
        CREATE UNIQUE INDEX embeddings_hash ON embeddings(set_id, hash);
        """;

    /// <summary>The vec0 table of a vector set. A second embedder's vectors get a table of their own beside the first's.</summary>
    public static string VectorTable(long setId) => $"vectors_{setId}";

    /// <summary>
    /// sqlite-vec's own table of the chunks that a vector table holds, by rowid. Read in place of the vector table itself, which
    /// answers a list of numbers by reading every vector.
    /// </summary>
    public static string VectorRows(long setId) => $"vectors_{setId}_rowids";

    /// <summary>Vectors have unit length, so the L2 distance orders as cosine does, at a third of the arithmetic.</summary>
    public static string CreateVectorTable(long setId, int dimension) =>
        $"CREATE VIRTUAL TABLE {VectorTable(setId)} USING vec0(chunk_id INTEGER PRIMARY KEY, embedding float[{dimension}])";
}
