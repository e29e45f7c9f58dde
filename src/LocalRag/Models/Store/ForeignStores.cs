using System.Text.Json;

namespace LocalRag.Models.Store;

/// <summary>Finds GGUF files that other programs keep: the Hugging Face hub's cache, Ollama's store and LM Studio's. Read only.</summary>
/// <param name="variable">Reads an environment variable.</param>
/// <param name="home">The user's home folder.</param>
internal sealed class ForeignStores(Func<string, string?> variable, string home)
{
    private const string OllamaModelLayer = "application/vnd.ollama.image.model";
    private const int LargestManifest = 1024 * 1024;

    private static readonly EnumerationOptions Files = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 8,
        IgnoreInaccessible = true,
        MatchCasing = MatchCasing.CaseInsensitive,
        AttributesToSkip = FileAttributes.None,
    };

    public IEnumerable<InstalledModel> List() => HuggingFace().Concat(Ollama()).Concat(LmStudio());

    private IEnumerable<InstalledModel> HuggingFace()
    {
        var hub = variable("HF_HUB_CACHE")
            ?? (variable("HF_HOME") is { } hugging ? Path.Combine(hugging, "hub") : Path.Combine(variable("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache"), "huggingface", "hub"));
        if (!Directory.Exists(hub)) yield break;
        foreach (var repository in Directory.EnumerateDirectories(hub, "models--*"))
        {
            var snapshots = Path.Combine(repository, "snapshots");
            if (!Directory.Exists(snapshots)) continue;
            var id = Path.GetFileName(repository)["models--".Length..].Replace("--", "/", StringComparison.Ordinal);
            foreach (var model in GgufFiles(snapshots, ModelOrigin.HuggingFace)) yield return model with { Repository = id };
        }
    }

    private IEnumerable<InstalledModel> LmStudio()
    {
        foreach (var folder in (string[])[Path.Combine(home, ".lmstudio", "models"), Path.Combine(home, ".cache", "lm-studio", "models")])
            foreach (var model in GgufFiles(folder, ModelOrigin.LmStudio))
            {
                var parts = Path.GetRelativePath(folder, model.Path).Split(Path.DirectorySeparatorChar);
                yield return parts.Length == 3 ? model with { Repository = $"{parts[0]}/{parts[1]}" } : model;
            }
    }

    private IEnumerable<InstalledModel> Ollama()
    {
        string[] places = variable("OLLAMA_MODELS") is { } set ? [set] : [Path.Combine(home, ".ollama", "models"), "/usr/share/ollama/.ollama/models"];
        foreach (var place in places)
        {
            var manifests = Path.Combine(place, "manifests");
            if (!Directory.Exists(manifests)) continue;
            foreach (var manifest in Directory.EnumerateFiles(manifests, "*", Files).Order(StringComparer.Ordinal))
            {
                // registry/library/llama3.2/3b: the last two are the name and the tag.
                var parts = Path.GetRelativePath(manifests, manifest).Split(Path.DirectorySeparatorChar);
                if (parts.Length < 3 || ModelBlob(manifest) is not { } digest) continue;
                var blob = new FileInfo(Path.Combine(place, "blobs", "sha256-" + digest));
                var name = parts[^3] is "library" ? parts[^2] : $"{parts[^3]}/{parts[^2]}";
                if (blob.Exists) yield return new InstalledModel($"{name}:{parts[^1]}", blob.FullName, ModelOrigin.Ollama, blob.Length);
            }
        }
    }

    /// <summary>The digest of a manifest's model layer; null where the file is no manifest, which is none of our business to mend.</summary>
    private static string? ModelBlob(string manifest)
    {
        try
        {
            if (new FileInfo(manifest).Length > LargestManifest) return null;
            using var json = JsonDocument.Parse(File.ReadAllBytes(manifest));
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("layers", out var layers) || layers.ValueKind != JsonValueKind.Array) return null;
            foreach (var layer in layers.EnumerateArray())
            {
                if (layer.ValueKind != JsonValueKind.Object || !layer.TryGetProperty("mediaType", out var type) || !type.ValueEquals(OllamaModelLayer)) continue;
                if (layer.TryGetProperty("digest", out var digest) && digest.GetString() is { } text && text.StartsWith("sha256:", StringComparison.Ordinal))
                    return Sha256Digest.TryParse(text["sha256:".Length..]);
            }

            return null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IEnumerable<InstalledModel> GgufFiles(string folder, ModelOrigin origin)
    {
        if (!Directory.Exists(folder)) yield break;
        foreach (var path in Directory.EnumerateFiles(folder, "*.gguf", Files).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            // Projectors of vision models are no models, and of a split model the first part stands for all.
            if (name.StartsWith("mmproj", StringComparison.OrdinalIgnoreCase) || (SplitName.Of(name) is { } split && split.Part != 1)) continue;
            var file = new FileInfo(path);
            var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            if (target.Exists) yield return new InstalledModel(name, path, origin, target.Length);
        }
    }
}
