using System.Collections.Frozen;

namespace LocalRag.Documents;

/// <summary>Names the language of a file by its name. The names are those that <c>--lang</c> takes.</summary>
public static class Languages
{
    /// <summary>The language of a file that no rule names.</summary>
    public const string PlainText = "text";

    private static readonly FrozenDictionary<string, string> ByExtension = Table(
        ("csharp", ".cs .csx"), ("razor", ".razor .cshtml"), ("msbuild", ".csproj .vbproj .fsproj .props .targets .proj .slnx"), ("solution", ".sln"),
        ("markdown", ".md .markdown .mdx .mkd"), ("restructuredtext", ".rst"),
        ("typescript", ".ts .mts .cts"), ("tsx", ".tsx"), ("javascript", ".js .mjs .cjs .jsx"),
        ("python", ".py .pyi .pyw"), ("go", ".go"), ("java", ".java"), ("rust", ".rs"),
        ("c", ".c .h"), ("cpp", ".cc .cpp .cxx .c++ .hh .hpp .hxx .ipp .inl"),
        ("kotlin", ".kt .kts"), ("ruby", ".rb .rake .gemspec"), ("php", ".php"), ("swift", ".swift"), ("scala", ".scala .sc"),
        ("lua", ".lua"), ("bash", ".sh .bash .zsh"), ("html", ".html .htm .xhtml"), ("css", ".css .scss .less"),
        ("yaml", ".yml .yaml"), ("json", ".json .jsonc .json5 .webmanifest"), ("toml", ".toml"), ("xml", ".xml .config .resx .xaml .axaml .nuspec"),
        ("sql", ".sql"), ("elixir", ".ex .exs"), ("haskell", ".hs"), ("nix", ".nix"), ("hcl", ".tf .hcl"), ("solidity", ".sol"),
        ("fsharp", ".fs .fsi .fsx"), ("visualbasic", ".vb"), ("powershell", ".ps1 .psm1"), ("protobuf", ".proto"), ("graphql", ".graphql .gql"),
        ("vue", ".vue"), ("svelte", ".svelte"), ("dart", ".dart"), ("r", ".r"), ("perl", ".pl .pm"), ("ini", ".ini .cfg .properties .editorconfig"));

    private static readonly FrozenDictionary<string, string> ByName = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Dockerfile"] = "dockerfile",
        ["Containerfile"] = "dockerfile",
        ["Makefile"] = "makefile",
        ["GNUmakefile"] = "makefile",
        ["CMakeLists.txt"] = "cmake",
        ["Rakefile"] = "ruby",
        ["Gemfile"] = "ruby",
        ["Jenkinsfile"] = "groovy",
        [".bashrc"] = "bash",
        [".profile"] = "bash",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every name that <see cref="Of"/> can give, in alphabetical order.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. ByExtension.Values.Concat(ByName.Values).Append(PlainText).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Gives the language of a path by its last part; <see cref="PlainText"/> where no rule names it.</summary>
    public static string Of(string path)
    {
        var name = Path.GetFileName(path);
        return ByName.TryGetValue(name, out var language) || ByExtension.TryGetValue(Path.GetExtension(name), out language)
            ? language
            : PlainText;
    }

    private static FrozenDictionary<string, string> Table(params ReadOnlySpan<(string Language, string Extensions)> rows)
    {
        var table = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (language, extensions) in rows)
            foreach (var extension in extensions.Split(' '))
                table.Add(extension, language);
        return table.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
