using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalRag.Models.Store;

/// <summary>What our own store knows of a model beside its bytes: a small file of the model's name, <c>NAME.model.json</c>.</summary>
internal sealed record StoreEntry
{
    public const string Extension = ".model.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Where an added model's file lies; null where it lies in the store itself.</summary>
    public string? Path { get; init; }

    public string? Repository { get; init; }

    public string? Revision { get; init; }

    public string? File { get; init; }

    public string? Sha256 { get; init; }

    public string? Licence { get; init; }

    /// <summary>Reads an entry; null where there is none or it is damaged, which costs its notes and nothing else.</summary>
    public static StoreEntry? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<StoreEntry>(System.IO.File.ReadAllBytes(path), Json);
        }
        catch (Exception error) when (error is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes the entry whole or not at all.</summary>
    public void Write(string path)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        System.IO.File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this, Json));
        System.IO.File.Move(temporary, path, overwrite: true);
    }
}
