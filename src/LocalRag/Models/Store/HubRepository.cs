using System.Text.Json;

namespace LocalRag.Models.Store;

/// <summary>What the hub says of a repository.</summary>
internal sealed record HubRepository(string Id, string Revision, string? Licence, IReadOnlyList<HubFile> Files)
{
    /// <summary>Reads the hub's answer.</summary>
    /// <exception cref="KeyNotFoundException">A part is missing.</exception>
    /// <exception cref="InvalidOperationException">A part is of another type.</exception>
    public static HubRepository Parse(string id, JsonElement json)
    {
        var files = new List<HubFile>();
        foreach (var sibling in json.GetProperty("siblings").EnumerateArray())
        {
            var stored = sibling.TryGetProperty("lfs", out var lfs) && lfs.ValueKind == JsonValueKind.Object;
            var size = stored ? lfs.GetProperty("size").GetInt64() : sibling.TryGetProperty("size", out var plain) && plain.ValueKind == JsonValueKind.Number ? plain.GetInt64() : 0;
            files.Add(new HubFile(sibling.GetProperty("rfilename").GetString()!, size, stored ? Sha256Digest.TryParse(lfs.GetProperty("sha256").GetString()) : null));
        }

        string? licence = null;
        if (json.TryGetProperty("cardData", out var card) && card.ValueKind == JsonValueKind.Object)
        {
            licence = Text(card, "license_name") ?? Text(card, "license");
            if (Text(card, "license_link") is { } link) licence = $"{licence ?? "other"} ({link})";
        }

        return new HubRepository(id, Text(json, "sha") ?? "main", licence, files);
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <param name="Sha256">Null for small files, which the hub keeps in git.</param>
internal sealed record HubFile(string Path, long Bytes, string? Sha256);
