using System.Text;
using System.Text.Json;
using LocalRag.Documents;

namespace LocalRag.Sources;

/// <summary>
/// What a folder's own <c>.localrag.json</c> says. It comes with the repository and so from anybody: it may leave out more and name things,
/// and nothing else. What it says beyond that, or wrongly, becomes a warning and never an error.
/// </summary>
internal sealed record SourceSettings
{
    public const string FileName = ".localrag.json";

    private const int MaxBytes = 256 * 1024;
    private const int MaxNameLength = 64;
    private const int MaxDescriptionLength = 500;

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 8 };

    public static SourceSettings None { get; } = new();

    /// <summary>What the source is to be called where the user gives no name; null for the folder's.</summary>
    public string? Name { get; private init; }

    /// <summary>What it is, in a sentence, for people.</summary>
    public string? Description { get; private init; }

    /// <summary>Patterns of what else is left out, one a line, as in an ignore file.</summary>
    public string Exclude { get; private init; } = "";

    /// <summary>The languages that are indexed; null for all.</summary>
    public IReadOnlySet<string>? Languages { get; private init; }

    /// <summary>What could not be taken as it stands, for people.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>Why nothing of the file was taken, so that what it would leave out may be in; for people, null where it was read or there is none.</summary>
    public string? Problem { get; private init; }

    /// <summary>Reads the settings of a folder.</summary>
    public static SourceSettings Read(string root)
    {
        var path = Path.Combine(root, FileName);
        if (SafeFile.TryReadAll(path, MaxBytes, followLink: false) is not { } bytes)
            return File.Exists(path) ? Unread($"{FileName} is not read: it is a link, larger than {MaxBytes / 1024} KB, or may not be read.") : None;
        try
        {
            if (bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[3..];
            using var json = JsonDocument.Parse(bytes, Lenient);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Of(json.RootElement) : Unread($"{FileName} is not read: it must hold an object, {{ … }}.");
        }
        catch (JsonException exception)
        {
            return Unread($"{FileName} is not read: it is no valid JSON (line {exception.LineNumber + 1}).");
        }
    }

    private static SourceSettings Unread(string problem) => new() { Problem = problem, Warnings = [problem] };

    private static SourceSettings Of(JsonElement json)
    {
        var warnings = new List<string>();
        var settings = None;
        foreach (var property in json.EnumerateObject())
        {
            switch (property.Name)
            {
                case "$schema":
                    break;
                case "name":
                    if (Text(property.Value, MaxNameLength) is { } name && !name.AsSpan().ContainsAny('/', '\\')) settings = settings with { Name = name };
                    else warnings.Add($"{FileName}: \"name\" must be a text of one line with up to {MaxNameLength} characters and no slash.");
                    break;
                case "description":
                    if (Text(property.Value, MaxDescriptionLength) is { } description) settings = settings with { Description = description };
                    else warnings.Add($"{FileName}: \"description\" must be a text of one line with up to {MaxDescriptionLength} characters.");
                    break;
                case "exclude":
                    var patterns = Texts(property, warnings);
                    foreach (var pattern in patterns.Where(pattern => pattern.StartsWith('!')))
                        warnings.Add($"{FileName}: \"exclude\" may only leave out, so {Shown(pattern)} is not taken.");
                    settings = settings with { Exclude = string.Join('\n', patterns.Where(pattern => !pattern.StartsWith('!'))) };
                    break;
                case "languages":
                    var languages = Texts(property, warnings);
                    foreach (var unknown in languages.Where(language => !Documents.Languages.All.Contains(language)))
                        warnings.Add($"{FileName}: {Shown(unknown)} is no language that LocalRag knows. It knows: {string.Join(", ", Documents.Languages.All)}.");
                    // With none that is known the setting says nothing; to leave out everything for a slip of the pen helps nobody.
                    if (languages.Where(Documents.Languages.All.Contains).ToHashSet(StringComparer.Ordinal) is { Count: > 0 } known) settings = settings with { Languages = known };
                    break;
                default:
                    warnings.Add($"{FileName}: {Shown(property.Name)} is no setting of a repository. It may set name, description, exclude and languages.");
                    break;
            }
        }

        return settings with { Warnings = warnings };
    }

    private static string? Text(JsonElement value, int maxLength) =>
        value.ValueKind == JsonValueKind.String && value.GetString()?.Trim() is { Length: > 0 } text && text.Length <= maxLength && !text.Any(char.IsControl) ? text : null;

    private static List<string> Texts(JsonProperty property, List<string> warnings)
    {
        var texts = new List<string>();
        if (property.Value.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in property.Value.EnumerateArray())
            {
                if (Text(element, 1000) is { } text) texts.Add(text);
                else warnings.Add($"{FileName}: \"{property.Name}\" takes texts of one line; {Shown(element.GetRawText())} is none.");
            }
        }
        else
        {
            warnings.Add($"{FileName}: \"{property.Name}\" must be a list of texts, [ … ].");
        }

        return texts;
    }

    private static string Shown(string text)
    {
        var clean = new string([.. text.Where(character => !char.IsControl(character))]);
        return clean.Length > 60 ? $"\"{clean[..60]}…\"" : $"\"{clean}\"";
    }
}
