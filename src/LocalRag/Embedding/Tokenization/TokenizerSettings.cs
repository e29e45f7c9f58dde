using System.Text.Json;

namespace LocalRag.Embedding.Tokenization;

/// <summary>The settings of one normalizer or pre-tokenizer of a <c>tokenizer.json</c>.</summary>
internal sealed class TokenizerSettings(JsonElement element, string role, string path)
{
    public string Type => Find("type", JsonValueKind.String)?.GetString() ?? "";

    /// <summary>The plain text to look for, or null where the pattern is a regular expression.</summary>
    public string? PatternText => Pattern("String");

    public TokenizerRegex PatternRegex => new(Pattern("Regex") ?? throw Missing("pattern"), path);

    public IEnumerable<JsonElement> List(string name) => (Find(name, JsonValueKind.Array) ?? throw Missing(name)).EnumerateArray();

    public bool Flag(string name, bool otherwise) =>
        Find(name, JsonValueKind.True) is not null || (Find(name, JsonValueKind.False) is null && otherwise);

    public string Text(string name) => TextOrNull(name) ?? throw Missing(name);

    public string? TextOrNull(string name) => Find(name, JsonValueKind.String)?.GetString();

    public byte[] Bytes(string name)
    {
        if (Find(name, JsonValueKind.String) is not { } text) return [];

        return text.TryGetBytesFromBase64(out var bytes) ? bytes : throw ModelFault.In(path, $"has a {role} `{Type}` whose `{name}` is no base64");
    }

    /// <summary>A member of an enumeration, whose names are those of the file.</summary>
    public T Choice<T>(string name, T otherwise)
        where T : struct, Enum
    {
        if (TextOrNull(name) is not { } text) return otherwise;

        return Enum.TryParse<T>(text, ignoreCase: true, out var choice) && Enum.IsDefined(choice)
            ? choice
            : throw ModelFault.In(path, $"has a {role} `{Type}` with the `{name}` `{text}`, which is not supported", "Choose a model with another tokenizer.");
    }

    public KnowledgeBaseException Unsupported() =>
        ModelFault.In(path, $"has a {role} `{Type}`, which is not supported", "Choose a model with another tokenizer.");

    private string? Pattern(string kind) =>
        Find("pattern", JsonValueKind.Object) is { } pattern && pattern.TryGetProperty(kind, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private JsonElement? Find(string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;

    private KnowledgeBaseException Missing(string name) => ModelFault.In(path, $"has a {role} `{Type}` without `{name}`");
}
