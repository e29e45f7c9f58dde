using System.Text.RegularExpressions;

namespace LocalRag.Models.Store;

/// <summary>The rule for names in our own store. They are file names on every system, and go into addresses and prompts.</summary>
internal static partial class ModelName
{
    /// <summary>Gives the name back where it keeps to the rule.</summary>
    public static string Require(string name) => Pattern().IsMatch(name)
        ? name
        : throw new ModelException(ModelError.InvalidRequest, $"'{name}' cannot name a model: use letters, digits, '-', '_' and '.', beginning with a letter or digit, at most 100. Pick one with --name.");

    /// <summary>Makes a name of a file's, with dashes for what may not stand in one.</summary>
    public static string Of(string file) => Require(Disallowed().Replace(Path.GetFileNameWithoutExtension(file), "-").TrimStart('-', '.', '_'));

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"[^A-Za-z0-9._-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Disallowed();
}
