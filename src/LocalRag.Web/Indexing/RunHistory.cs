using System.Text.Json;

namespace LocalRag.Web.Indexing;

/// <summary>Keeps the last runs in a file of one JSON object a line beside the index.</summary>
internal sealed class RunHistory(string path)
{
    private const int Kept = 200;

    private readonly Lock _lock = new();

    /// <summary>The newest first. A line that cannot be read, cut short by a crash, is left out.</summary>
    public IReadOnlyList<RunRecord> Read()
    {
        lock (_lock)
        {
            if (!File.Exists(path)) return [];
            var records = new List<RunRecord>();
            foreach (var line in File.ReadLines(path))
                if (Parse(line) is { } record) records.Add(record);
            records.Reverse();
            return records;
        }
    }

    public void Add(RunRecord record)
    {
        var newest = Read();
        lock (_lock)
        {
            if (newest.Count < Kept * 2) File.AppendAllText(path, JsonSerializer.Serialize(record) + "\n");
            else File.WriteAllLines(path, newest.Take(Kept).Reverse().Append(record).Select(kept => JsonSerializer.Serialize(kept)));
        }
    }

    private static RunRecord? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<RunRecord>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
