using System.Text.Json;

namespace LocalRag.Web.Settings;

/// <summary>Keeps the page's settings in <c>web.json</c> in LocalRag's home.</summary>
internal sealed class PageSettingsFile
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private readonly string _path;

    public PageSettingsFile(string path, ILogger logger)
    {
        _path = path;
        try
        {
            if (File.Exists(path)) Current = JsonSerializer.Deserialize<PageSettings>(File.ReadAllText(path), Json) ?? Current;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            Log.SettingsUnreadable(logger, path, exception.Message);
        }
    }

    public PageSettings Current { get; private set; } = new();

    public void Save(PageSettings settings)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.WriteAllText(_path, JsonSerializer.Serialize(settings, Json));
        Current = settings;
    }
}
