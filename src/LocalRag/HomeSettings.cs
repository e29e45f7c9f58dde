using System.Text.Json;
using LocalRag.Sources;
using LocalRag.Watching;

namespace LocalRag;

/// <summary>
/// What <c>settings.json</c> under <c>LOCALRAG_HOME</c> says of indexing and freshness: <c>"sources": {"submodules": true}</c>,
/// <c>"freshness": {"updateBudget": "00:00:00.5"}</c>. Its other parts are the models'.
/// </summary>
internal static class HomeSettings
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };
    private static readonly string[] Sections = ["sources", "freshness", "generator", "embedder", "reranker", "host", "downloads", "answers"];
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <exception cref="KnowledgeBaseException">The file is no JSON, or a setting in it is wrong; the message names it.</exception>
    public static (SourceOptions Sources, FreshnessOptions Freshness) Read(string home)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(home, "settings.json")), Lenient);
            foreach (var part in json.RootElement.EnumerateObject())
                if (part.Name != "$schema" && !Sections.Contains(part.Name, StringComparer.OrdinalIgnoreCase))
                    throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, $"settings.json (under LOCALRAG_HOME) has no setting '{part.Name}'. It takes {string.Join(", ", Sections)}.");
            return (Section<SourceOptions>(json.RootElement, "sources"), Section<FreshnessOptions>(json.RootElement, "freshness"));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return (new SourceOptions(), new FreshnessOptions());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, $"settings.json (under LOCALRAG_HOME) is no valid JSON: {exception.Message} Mend the file, or delete it for the defaults.", exception);
        }
    }

    private static T Section<T>(JsonElement json, string key)
        where T : new()
    {
        var section = json.EnumerateObject().LastOrDefault(part => part.Name.Equals(key, StringComparison.OrdinalIgnoreCase)).Value;
        if (section.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return new T();
        try
        {
            return section.Deserialize<T>(Strict) ?? new T();
        }
        catch (JsonException exception)
        {
            throw new KnowledgeBaseException(
                KnowledgeBaseError.InvalidRequest,
                $"In settings.json (under LOCALRAG_HOME), '{key}{exception.Path?.TrimStart('$')}' is not one of its settings, or has a value that it cannot have. A time is written as \"00:00:00.2\".", exception);
        }
    }
}
