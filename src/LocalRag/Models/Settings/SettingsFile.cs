using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace LocalRag.Models.Settings;

/// <summary>
/// Reads and writes the models' part of <c>settings.json</c>. What other parts of the program keep in the same file stays as it is.
/// </summary>
public sealed class SettingsFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    private static readonly JsonSerializerOptions Strict = new(Json) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <param name="home">The folder that <c>LOCALRAG_HOME</c> names, or the default one.</param>
    public SettingsFile(string home) => FilePath = Path.Combine(home, "settings.json");

    public string FilePath { get; }

    /// <summary>Reads the settings; the defaults where there is no file.</summary>
    /// <exception cref="ModelException">The file is no JSON, or a setting in it is wrong; the message names the setting and what it may be.</exception>
    public ModelSettings Read()
    {
        var settings = new ModelSettings();
        if (ReadFile() is not { } file) return settings;
        return Validate(settings with
        {
            Generator = Section<ModelChoice>(file, "generator"),
            Embedder = Section<ModelChoice>(file, "embedder"),
            Reranker = Section<ModelChoice>(file, "reranker"),
            Host = Section<HostSettings>(file, "host") ?? settings.Host,
            Downloads = Section<DownloadSettings>(file, "downloads") ?? settings.Downloads,
            Answers = Section<AnswerSettings>(file, "answers") ?? settings.Answers,
        });
    }

    /// <summary>Sets the model of a role, or none, and writes the file whole or not at all.</summary>
    /// <exception cref="ModelException">The choice, or the file as it is, is wrong.</exception>
    public ModelSettings Use(ModelRole role, ModelChoice? choice)
    {
        var settings = Validate(Read().With(role, choice));
        var file = ReadFile() ?? [];
        file[Key(role)] = choice is null ? null : JsonSerializer.SerializeToNode(choice, Json);
        if (choice is null) file.Remove(Key(role));
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        var temporary = $"{FilePath}.{Guid.NewGuid():N}.tmp";
        File.WriteAllText(temporary, file.ToJsonString(Json) + "\n");
        File.Move(temporary, FilePath, overwrite: true);
        return settings;
    }

    private JsonObject? ReadFile()
    {
        string text;
        try
        {
            text = File.ReadAllText(FilePath);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(text, documentOptions: Lenient) as JsonObject ?? throw Wrong("the file is no JSON object", null);
        }
        catch (JsonException error)
        {
            throw Wrong($"the file is no JSON: {error.Message}", error);
        }
    }

    private T? Section<T>(JsonObject file, string key)
        where T : class
    {
        var node = file.FirstOrDefault(part => part.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value;
        if (node is null) return null;
        try
        {
            return node.Deserialize<T>(Strict);
        }
        catch (JsonException error)
        {
            throw Wrong($"'{key}{error.Path?.TrimStart('$')}' is not one of its settings, or has a value that it cannot have", error);
        }
    }

    private ModelSettings Validate(ModelSettings settings)
    {
        foreach (var role in Enum.GetValues<ModelRole>())
        {
            if (settings.For(role) is not { } choice) continue;
            if (choice.Model is null && choice.Url is null) throw Wrong($"'{Key(role)}' names neither a 'model' nor a 'url'", null);
            if (choice.Model is { Length: 0 }) throw Wrong($"'{Key(role)}.model' is empty", null);
            RequireHttp(choice.Url, $"{Key(role)}.url");
            if (choice.Url is null && choice.KeyVariable is not null) throw Wrong($"'{Key(role)}.keyVariable' needs a 'url': the host on this machine wants no key", null);
        }

        RequireHttp(settings.Downloads.Hub, "downloads.hub");
        RequireHttp(settings.Downloads.Proxy, "downloads.proxy");
        RequireRange(settings.Host.IdleMinutes, 1, 24 * 60, "host.idleMinutes");
        if (settings.Host.MaxMemoryBytes is <= 0) throw Wrong("'host.maxMemoryBytes' must be above 0", null);
        RequireRange(settings.Answers.ContextTokens, 256, 1_000_000, "answers.contextTokens");
        RequireRange(settings.Answers.AnswerTokens, 16, 100_000, "answers.answerTokens");
        return settings;
    }

    private void RequireHttp(Uri? address, string key)
    {
        if (address is not null && (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https")))
            throw Wrong($"'{key}' is '{address}', which is no http or https address", null);
        // Keys in a file get copied, committed and shown; an address may not carry one.
        if (address is { UserInfo.Length: > 0 }) throw Wrong($"'{key}' carries a user name or password; put the key into an environment variable", null);
    }

    private void RequireRange(int? value, int least, int most, string key)
    {
        if (value < least || value > most) throw Wrong($"'{key}' is {value}; it may be {least} to {most}", null);
    }

    private ModelException Wrong(string what, Exception? inner) =>
        new(ModelError.InvalidRequest, $"In {Path.GetFileName(FilePath)} (under LOCALRAG_HOME), {what}. Mend the file, or set it anew with 'localrag models use'.", inner);

    private static string Key(ModelRole role) => JsonNamingPolicy.CamelCase.ConvertName(role.ToString());
}
