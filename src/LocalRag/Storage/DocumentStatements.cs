using System.Runtime.InteropServices;
using LocalRag.Documents;
using Microsoft.Data.Sqlite;

namespace LocalRag.Storage;

/// <summary>The prepared statements that write and delete a document with everything that hangs on it.</summary>
internal sealed class DocumentStatements : IDisposable
{
    private readonly Statement _insertDocument;
    private readonly Statement _insertChunk;
    private readonly Statement _insertDefinition;
    private readonly Statement _insertWords;
    private readonly Statement _insertVector;
    private readonly Statement _insertEmbedding;
    private readonly Statement _findChunks;
    private readonly Statement _deleteWords;
    private readonly Statement _deleteVector;
    private readonly Statement[] _copyDeep;
    private readonly Statement[] _deleteDeep;
    private readonly Statement[] _deletes;

    public DocumentStatements(SqliteConnection connection)
    {
        var vectors = IndexSchema.VectorTable(1);
        _insertDocument = new(connection, "INSERT INTO documents(source_id, path, language, hash, size, modified, left_out, fallback, state) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, 1) RETURNING id", 8);
        _insertChunk = new(connection, "INSERT INTO chunks(document_id, start_line, end_line, kind, symbol, scope, container, signature, summary, text, embedding_hash) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id", 11);
        _insertDefinition = new(connection, "INSERT INTO definitions(chunk_id, name, container, kind, line) VALUES ($0, $1, $2, $3, $4)", 5);
        _insertWords = new(connection, "INSERT INTO words(rowid, text, header, path) VALUES ($0, $1, $2, $3)", 4);
        _insertVector = new(connection, $"INSERT INTO {vectors}(chunk_id, embedding) VALUES ($0, $1)", 2);
        _insertEmbedding = new(connection, "INSERT OR IGNORE INTO embeddings(set_id, hash, vector) VALUES (1, $0, $1)", 2);
        _findChunks = new(connection, "SELECT id FROM chunks WHERE document_id = $0", 1);
        _deleteWords = new(connection, "DELETE FROM words WHERE rowid = $0", 1);
        _deleteVector = new(connection, $"DELETE FROM {vectors} WHERE chunk_id = $0", 1);
        var deep = DeepSets.Read(connection).All.Select(set => set.Id).ToList();
        // What another branch or file had embedded needs no model: it is in the cache.
        _copyDeep = [.. deep.Select(set => new Statement(connection, $"INSERT INTO {IndexSchema.VectorTable(set)}(chunk_id, embedding) SELECT $0, vector FROM embeddings WHERE set_id = {set} AND hash = $1", 2))];
        _deleteDeep = [.. deep.Select(set => new Statement(connection, $"DELETE FROM {IndexSchema.VectorTable(set)} WHERE chunk_id = $0", 1))];
        _deletes =
        [
            new(connection, "DELETE FROM definitions WHERE chunk_id IN (SELECT id FROM chunks WHERE document_id = $0)", 1),
            new(connection, "DELETE FROM chunks WHERE document_id = $0", 1),
            new(connection, "DELETE FROM documents WHERE id = $0", 1),
        ];
    }

    public void Insert(long sourceId, PreparedDocument document)
    {
        var documentId = _insertDocument.Scalar(
            sourceId, document.Path, document.Language, document.Hash.ToByteArray(), document.Size, document.Modified,
            (object?)document.LeftOut ?? DBNull.Value, (object?)document.Fallback ?? DBNull.Value);
        foreach (var (chunk, words, headerWords, pathWords, embeddingHash, vector, newlyEmbedded) in document.Chunks)
        {
            var (header, hash) = (chunk.Header, embeddingHash.ToByteArray());
            var chunkId = _insertChunk.Scalar(
                documentId, chunk.Span.StartLine, chunk.Span.EndLine, (int)chunk.Kind, (object?)chunk.Symbol ?? DBNull.Value,
                header.Scope, header.Container, header.Signature, header.Summary, chunk.Text, hash);
            foreach (var definition in chunk.Definitions) _insertDefinition.Run(chunkId, definition.Name, definition.Container, definition.Kind, definition.Line);
            _insertWords.Run(chunkId, words, headerWords, pathWords);
            var bytes = MemoryMarshal.AsBytes(vector.AsSpan()).ToArray();
            _insertVector.Run(chunkId, bytes);
            if (newlyEmbedded) _insertEmbedding.Run(hash, bytes);
            foreach (var copy in _copyDeep) copy.Run(chunkId, hash);
        }
    }

    public void Delete(long documentId)
    {
        // One by one: for a list of numbers vec0 reads the whole table.
        foreach (var chunkId in _findChunks.Numbers(documentId))
        {
            _deleteWords.Run(chunkId);
            _deleteVector.Run(chunkId);
            foreach (var delete in _deleteDeep) delete.Run(chunkId);
        }

        foreach (var delete in _deletes) delete.Run(documentId);
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_insertDocument, _insertChunk, _insertDefinition, _insertWords, _insertVector, _insertEmbedding, _findChunks, _deleteWords, _deleteVector, .. _copyDeep, .. _deleteDeep, .. _deletes]) statement.Dispose();
    }

    /// <summary>A statement that is prepared once and run with other values.</summary>
    private sealed class Statement : IDisposable
    {
        private readonly SqliteCommand _command;

        public Statement(SqliteConnection connection, string sql, int parameters)
        {
            _command = connection.CreateCommand();
            _command.CommandText = sql;
            for (var i = 0; i < parameters; i++) _command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        public void Run(params ReadOnlySpan<object> values)
        {
            Bind(values);
            _command.ExecuteNonQuery();
        }

        public long Scalar(params ReadOnlySpan<object> values)
        {
            Bind(values);
            return (long)_command.ExecuteScalar()!;
        }

        public List<long> Numbers(params ReadOnlySpan<object> values)
        {
            Bind(values);
            using var rows = _command.ExecuteReader();
            var numbers = new List<long>();
            while (rows.Read()) numbers.Add(rows.GetInt64(0));
            return numbers;
        }

        public void Dispose() => _command.Dispose();

        private void Bind(ReadOnlySpan<object> values)
        {
            for (var i = 0; i < values.Length; i++) _command.Parameters[i].Value = values[i];
        }
    }
}
