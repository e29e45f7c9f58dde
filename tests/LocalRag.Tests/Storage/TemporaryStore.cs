using System.Globalization;
using LocalRag.Documents;
using LocalRag.Storage;
using Microsoft.Data.Sqlite;

namespace LocalRag.Tests.Storage;

/// <summary>An index file of a test's own, with vectors short enough to write down.</summary>
internal sealed class TemporaryStore : IDisposable
{
    public const int Dimension = 4;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("localrag-store-");

    public TemporaryStore() => Store = Open();

    public IndexStore Store { get; }

    public string FilePath => Path.Combine(_folder.FullName, "kb.db");

    public IndexStore Open(string fingerprint = "tiny:1", int dimension = Dimension, string chunking = "1:400:120") => new(FilePath, fingerprint, dimension, chunking);

    /// <summary>Writes documents to a source and publishes them.</summary>
    public StoredSource Publish(string root, params PreparedDocument[] documents)
    {
        using var writer = Store.OpenWriter();
        var source = writer.AddSource(root, null);
        var known = writer.ReadDocuments(source.Id).ToDictionary(document => document.Path);
        foreach (var document in documents) writer.Write(source.Id, document, known.GetValueOrDefault(document.Path));
        writer.Publish(source, []);
        return source;
    }

    public static PreparedDocument Document(string path, params string[] texts) => new()
    {
        Path = path,
        Language = Languages.Of(path),
        Hash = ContentHash.Of(string.Concat(texts)),
        Size = texts.Sum(text => text.Length),
        Modified = 1,
        Chunks = [.. texts.Select((text, i) => Chunk(text, i * 10 + 1))],
    };

    public static PreparedChunk Chunk(string text, int line, int dimension = Dimension)
    {
        var name = text.Split(' ')[0];
        var chunk = new Chunk
        {
            Span = new SourceSpan(line, line + 1),
            Kind = ChunkKind.Member,
            Symbol = name,
            Header = new ChunkHeader("Zoo", "", $"void {name}()", ""),
            Text = text,
            Definitions = [new Definition(name, "Zoo", "method", line)],
        };
        return new PreparedChunk(chunk, string.Join(' ', TermAnalyzer.Terms(text)), "zoo", "", ContentHash.Of(text), Vector(text, dimension), NewlyEmbedded: true);
    }

    /// <summary>A vector of unit length that only the text decides.</summary>
    public static float[] Vector(string text, int dimension = Dimension)
    {
        var random = new Random(BitConverter.ToInt32(ContentHash.Of(text).ToByteArray()));
        var vector = new float[dimension];
        foreach (ref var value in vector.AsSpan()) value = random.NextSingle() - 0.5f;
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        foreach (ref var value in vector.AsSpan()) value /= length;
        return vector;
    }

    /// <summary>The paths of the documents whose chunks hold a word, as full text finds them.</summary>
    public static string[] Find(IndexReader reader, string word, ChunkFilter? filter = null)
    {
        var found = reader.SearchWords($"\"{word}\"", (1, 1, 1), filter ?? ChunkFilter.None, 1000);
        return [.. reader.ReadChunks([.. found.Select(chunk => chunk.ChunkId)]).Values.Select(chunk => chunk.Path).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Asks the file itself, past our own classes.</summary>
    public List<string> Query(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var lines = new List<string>();
        while (rows.Read()) lines.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(i => Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture))));
        return lines;
    }

    public long Count(string table) => long.Parse(Query($"SELECT count(*) FROM {table}")[0], CultureInfo.InvariantCulture);

    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = FilePath, Pooling = false }.ToString());
        connection.Open();
        connection.EnableExtensions();
        connection.LoadExtension(NativeParts.Require("vec0", "sqlite-vec"));
        return connection;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
