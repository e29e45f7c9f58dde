using System.Collections.Frozen;

namespace LocalRag.Sources;

/// <summary>
/// What is left out by its name alone. A rule is here only where the name leaves no doubt; the rest is decided by content
/// (<see cref="ContentRules"/>), since a file that is wrongly left out can never be found.
/// </summary>
internal static class NameRules
{
    public const string Vendored = "vendored";
    public const string BuildOutput = "build output";
    public const string Generated = "generated";
    public const string Minified = "minified";
    public const string Binary = "binary";
    public const string LockFile = "lock file";
    public const string SourceMap = "source map";
    public const string Secret = "may hold secrets";

    // Other people's code and tools' caches, tracked or not.
    private static readonly FrozenSet<string> VendoredFolders = Set(
        "node_modules bower_components jspm_packages vendor vendored third_party third-party thirdparty site-packages Pods Carthage " +
        "__pycache__ .venv .tox .nox .mypy_cache .pytest_cache .ruff_cache .eggs .yarn .pnpm-store .gradle .terraform .next .nuxt " +
        ".svelte-kit .angular .parcel-cache .vs .idea .git .hg .svn .bzr CVS");

    private static readonly FrozenSet<string> BinaryExtensions = Set(
        ".png .jpg .jpeg .gif .bmp .ico .icns .webp .avif .tif .tiff .psd .woff .woff2 .ttf .otf .eot .mp3 .mp4 .m4a .wav .ogg .flac .avi .mov .webm " +
        ".zip .gz .tgz .bz2 .xz .zst .7z .rar .tar .jar .war .nupkg .snupkg .vsix .whl .dll .exe .so .dylib .a .lib .o .obj .pdb .class .pyc .pyo .wasm " +
        ".snk .bin .dat .db .sqlite .sqlite3 .mdf .ldf .safetensors .gguf .onnx .pt .npy .npz .parquet .cer .crt .der");

    private static readonly FrozenSet<string> LockFiles = Set(
        "package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock composer.lock Gemfile.lock Pipfile.lock poetry.lock uv.lock " +
        "pdm.lock Cargo.lock go.sum go.work.sum packages.lock.json project.assets.json mix.lock pubspec.lock flake.lock Podfile.lock Package.resolved gradle.lockfile");

    private static readonly FrozenSet<string> SecretFiles = Set(
        "id_rsa id_dsa id_ecdsa id_ed25519 .netrc _netrc .pgpass .pypirc .htpasswd .git-credentials .dockercfg .s3cfg .boto terraform.tfstate " +
        "terraform.tfstate.backup secrets.json credentials.json service-account.json");

    private static readonly FrozenSet<string> SecretExtensions = Set(".pfx .p12 .ppk .jks .keystore .kdbx .pkcs12");

    private static readonly string[] GeneratedSuffixes =
    [
        ".g.cs", ".g.i.cs", ".designer.cs", ".designer.vb", ".generated.cs", ".g.dart", ".freezed.dart", ".pb.go", ".pb.cc", ".pb.h", "_pb2.py", "_pb2.pyi",
        "_pb2_grpc.py", ".tsbuildinfo",
    ];

    // example.env names the settings and holds none.
    private static readonly string[] Templates = ["example", "sample", "template", "dist", "defaults", "default"];

    /// <summary>Gives why a folder is left out whole, whether git tracks it or not; null where it is not.</summary>
    /// <param name="path">Relative to the root, with <c>/</c>.</param>
    public static string? OfFolder(ReadOnlySpan<char> path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (VendoredFolders.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name)) return Vendored;
        return path.EndsWith("wwwroot/lib", StringComparison.OrdinalIgnoreCase) ? Vendored : null;
    }

    /// <summary>
    /// True where a folder that git does not track is what a build leaves behind. The name alone does not tell: <c>bin</c> is as often
    /// full of scripts, so a project file must stand beside it. What git tracks was put there by a person and is kept.
    /// </summary>
    /// <param name="name">The folder's name.</param>
    /// <param name="beside">What the build tools are whose project files stand in the same folder.</param>
    public static bool IsBuildOutput(ReadOnlySpan<char> name, BuildTools beside) =>
        beside != BuildTools.None && name switch
        {
            "bin" or "obj" => beside.HasFlag(BuildTools.MSBuild),
            "target" => (beside & (BuildTools.Cargo | BuildTools.Java)) != 0,
            "build" => (beside & (BuildTools.Java | BuildTools.Npm | BuildTools.Python)) != 0,
            "dist" => (beside & (BuildTools.Npm | BuildTools.Python)) != 0,
            "out" => beside.HasFlag(BuildTools.Npm),
            _ => false,
        };

    /// <summary>Tells which build tool a file is the project file of.</summary>
    public static BuildTools ToolOf(ReadOnlySpan<char> fileName) => fileName switch
    {
        "Cargo.toml" => BuildTools.Cargo,
        "pom.xml" or "build.gradle" or "build.gradle.kts" => BuildTools.Java,
        "package.json" => BuildTools.Npm,
        "setup.py" or "pyproject.toml" => BuildTools.Python,
        _ => fileName.EndsWith("proj", StringComparison.Ordinal) && fileName.Contains('.') ? BuildTools.MSBuild : BuildTools.None,
    };

    /// <summary>Gives why a file is left out without being read; null where it is not.</summary>
    /// <param name="name">The last part of its path.</param>
    public static string? OfFile(ReadOnlySpan<char> name)
    {
        var extension = name[Math.Max(name.LastIndexOf('.'), 0)..];
        if (IsSecret(name, extension)) return Secret;
        if (BinaryExtensions.GetAlternateLookup<ReadOnlySpan<char>>().Contains(extension)) return Binary;
        if (LockFiles.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name)) return LockFile;
        if (name.EndsWith(".js.map", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".css.map", StringComparison.OrdinalIgnoreCase) ||
            name.EndsWith("js.map", StringComparison.OrdinalIgnoreCase)) return SourceMap;
        if (name.Contains(".min.", StringComparison.OrdinalIgnoreCase) && extension is ".js" or ".css" or ".mjs" or ".cjs") return Minified;
        foreach (var suffix in GeneratedSuffixes)
        {
            if (name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)) return Generated;
        }

        return null;
    }

    private static bool IsSecret(ReadOnlySpan<char> name, ReadOnlySpan<char> extension)
    {
        if (SecretFiles.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name) || SecretExtensions.GetAlternateLookup<ReadOnlySpan<char>>().Contains(extension)) return true;
        if (extension.Equals(".env", StringComparison.OrdinalIgnoreCase) && name.Length > extension.Length) return !Templates.Contains(name[..^extension.Length].ToString(), StringComparer.OrdinalIgnoreCase);
        if (!name.StartsWith(".env", StringComparison.OrdinalIgnoreCase)) return false;
        // A template of an .env file is documentation: it names the settings and holds none.
        return name.Length == 4 || (name[4] == '.' && extension is not (".example" or ".sample" or ".template" or ".dist" or ".defaults" or ".ts" or ".js"));
    }

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
