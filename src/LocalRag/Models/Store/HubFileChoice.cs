namespace LocalRag.Models.Store;

/// <summary>Picks the file of a repository that a pull means.</summary>
internal static class HubFileChoice
{
    private const int MostNamed = 12;

    // What is tried where a repository of the user's own naming does not say: small enough for most machines, and hardly worse than the original.
    private static readonly string[] Usual = ["Q4_K_M", "Q8_0", "Q5_K_M", "Q4_0"];

    public static HubFile Choose(HubRepository repository, ModelReference wanted)
    {
        var models = repository.Files
            .Where(file => file.Path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) && !Path.GetFileName(file.Path).StartsWith("mmproj", StringComparison.OrdinalIgnoreCase))
            .ToList();
        if (models.Count == 0)
            throw new ModelException(ModelError.NotFound, $"{repository.Id} holds no GGUF file. Look for a repository of the same model whose name ends in -GGUF.");

        var chosen = wanted.File is { } name
            ? models.FirstOrDefault(file => file.Path.Equals(name, StringComparison.OrdinalIgnoreCase))
            : wanted.Quantisation is { } quantisation
                ? WithQuantisation(models, quantisation)
                : models.Count == 1 ? models[0] : Usual.Select(usual => WithQuantisation(models, usual)).FirstOrDefault(file => file is not null);
        // A catalogue's only quantisation may stand in the repository's name alone.
        chosen ??= wanted is { Known: not null, File: null } && models.Count == 1 ? models[0] : null;
        if (chosen is null)
        {
            throw new ModelException(ModelError.NotFound,
                $"{repository.Id} has no file for '{wanted.File ?? wanted.Quantisation ?? string.Join("' or '", Usual)}'. It has {string.Join(", ", models.Take(MostNamed).Select(file => file.Path))}" +
                (models.Count > MostNamed ? $" and {models.Count - MostNamed} more." : "."));
        }

        return SplitName.Of(Path.GetFileNameWithoutExtension(chosen.Path)) is { } split
            ? throw new ModelException(ModelError.InvalidRequest, $"{chosen.Path} is one of {split.Count} parts. Models in parts are not pulled: choose a smaller quantisation, or merge the parts elsewhere and run 'localrag models add PATH'.")
            : chosen;
    }

    private static HubFile? WithQuantisation(List<HubFile> files, string quantisation) => files
        .Where(file => Names(Path.GetFileNameWithoutExtension(file.Path), quantisation))
        .OrderBy(file => SplitName.Of(Path.GetFileNameWithoutExtension(file.Path)) is null ? 0 : 1)
        .ThenBy(file => file.Path.Length)
        .ThenBy(file => file.Path, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>True where the quantisation stands in the name as a whole word: Q4_0 is not meant by Q4_0_4_4, nor Q4_K by Q4_K_M.</summary>
    private static bool Names(string name, string quantisation)
    {
        if (SplitName.Of(name) is { } split) name = split.Model;
        var at = name.LastIndexOf(quantisation, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return false;
        var end = at + quantisation.Length;
        return (at == 0 || !char.IsLetterOrDigit(name[at - 1])) && (end == name.Length || name[end] is '.' or '-');
    }
}
