using System.Text.RegularExpressions;
using LocalRag.Models.Catalogue;

namespace LocalRag.Models.Store;

/// <summary>
/// What <c>models pull</c> takes: a name of the catalogue or a repository of the hub, and behind a colon a quantisation or a file.
/// </summary>
internal sealed partial record ModelReference(string Repository, CatalogueModel? Known, string? Quantisation, string? File)
{
    public static ModelReference Parse(string text, ModelCatalog catalogue)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = (colon < 0 ? text : text[..colon]).Trim();
        var variant = colon < 0 ? null : text[(colon + 1)..].Trim();
        var file = variant?.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) == true ? variant : null;
        var quantisation = file is null ? variant : null;
        if (catalogue.Find(name) is { } known) return new ModelReference(known.Repository, known, quantisation ?? (file is null ? known.Quantisations[0] : null), file);
        if (RepositoryPattern().IsMatch(name)) return new ModelReference(name, null, quantisation, file);
        var near = catalogue.Models.Select(model => model.Name).Where(other => other.Contains(name, StringComparison.OrdinalIgnoreCase)).Take(5).ToList();
        throw new ModelException(ModelError.NotFound, $"'{text}' is neither a model of the catalogue nor a repository (org/name)." +
            (near.Count > 0 && name.Length > 0 ? $" Did you mean {string.Join(", ", near)}?" : " 'localrag models recommend' lists the models it knows."));
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}$", RegexOptions.CultureInvariant)]
    private static partial Regex RepositoryPattern();
}
